using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>The upcalls of a listener, at Dispatch.</summary>
public interface IListenerClient
{
    /// <summary>A bind that answered Pending ended: a filter had held it.</summary>
    /// <param name="status">As <see cref="IListener.Bind"/> would have returned.</param>
    void OnBound(NtStatus status)
    {
    }

    /// <summary>A listen that answered Pending ended: a filter had held it.</summary>
    /// <param name="status">As <see cref="IListener.Listen"/> would have returned.</param>
    void OnListening(NtStatus status)
    {
    }

    /// <summary>The last upcall: the port is given up.</summary>
    void OnClosed()
    {
    }

    /// <summary>A request arrived at a conditional listener, before anything was answered.</summary>
    /// <param name="requestId">Names the request for <see cref="IListener.CompleteRequest"/>.</param>
    /// <param name="local">Our address.</param>
    /// <param name="remote">The peer's.</param>
    /// <returns>What to do with it.</returns>
    ConnectionRequestAction OnRequest(ulong requestId, in IpEndpoint local, in IpEndpoint remote);

    /// <summary>A request that was accepted or pended died before it became a connection.</summary>
    /// <param name="requestId">The request.</param>
    void OnRequestAborted(ulong requestId);

    /// <summary>A handshake completed. Once the endpoint knows its client, <see cref="IStreamEndpointClient.OnConnected"/> follows with Success, then data.</summary>
    /// <param name="endpoint">The new, connected endpoint; it takes a place in the backlog until <see cref="IListener.Accepted"/>.</param>
    /// <param name="requestId">The id that <see cref="OnRequest"/> was called with; 0 on an unconditional listener.</param>
    /// <returns>The client of the endpoint, or null to refuse it (reset, no upcall).</returns>
    IStreamEndpointClient? OnIncoming(IStreamEndpoint endpoint, ulong requestId);
}
