using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>A passive stream endpoint. All members: IRQL at most Dispatch.</summary>
public interface IListener
{
    /// <summary>The bound address.</summary>
    IpEndpoint Local { get; }

    /// <summary>Assigns the local address; see <see cref="IStreamEndpoint.Bind"/> for the results.</summary>
    /// <param name="local">Address of this host or the unspecified one.</param>
    /// <param name="sharing">How the port is shared.</param>
    /// <returns>The result of the bind.</returns>
    NtStatus Bind(in IpEndpoint local, AddressSharing sharing);

    /// <summary>Starts listening.</summary>
    /// <param name="backlog">Connections that may wait for <see cref="Accepted"/>; 0 takes the profile's default.</param>
    /// <param name="conditional">True: every request is first shown to <see cref="IListenerClient.OnRequest"/>.</param>
    /// <returns>Success, InvalidDeviceState (not bound), AccessDenied (filter); Pending while a filter holds it: <see cref="IListenerClient.OnListening"/> follows.</returns>
    NtStatus Listen(int backlog, bool conditional);

    /// <summary>The client took one waiting connection: its place in the backlog is free.</summary>
    void Accepted();

    /// <summary>Ends a pended request.</summary>
    /// <param name="requestId">Id from <see cref="IListenerClient.OnRequest"/>.</param>
    /// <param name="action">Accept or Reject.</param>
    /// <returns>Success; NotFound when the request died meanwhile.</returns>
    NtStatus CompleteRequest(ulong requestId, ConnectionRequestAction action);

    /// <summary>Sets an option that accepted connections inherit.</summary>
    /// <param name="option">Which.</param>
    /// <param name="value">The value.</param>
    /// <returns>Success, NotSupported, InvalidParameter.</returns>
    NtStatus SetOption(TransportOption option, long value);

    /// <summary>Stops listening: half-open connections are reset, accepted ones live on. <see cref="IListenerClient.OnClosed"/> follows, inside the call unless a filter holds the closure.</summary>
    void Close();
}
