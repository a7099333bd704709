using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Transport;

/// <summary>
/// The upcalls of a stream endpoint. IRQL Dispatch when a packet or timer causes them, else the caller's. A client may call any
/// member of the endpoint from inside an upcall.
/// </summary>
public interface IStreamEndpointClient
{
    /// <summary>A bind that answered Pending ended: a filter had held it.</summary>
    /// <param name="status">As <see cref="IStreamEndpoint.Bind"/> would have returned.</param>
    void OnBound(NtStatus status)
    {
    }

    /// <summary>A connection attempt ended; for an incoming connection: the endpoint is attached to this client and data may follow.</summary>
    /// <param name="status">Success, ConnectionRefused, IoTimeout, NetworkUnreachable, HostUnreachable, AccessDenied, Cancelled.</param>
    void OnConnected(NtStatus status);

    /// <summary>In-order data arrived. Ownership of the lists moves to the client, which takes the chain and gives it back through <see cref="IStreamEndpoint.Return"/>.</summary>
    /// <param name="lists">Lists whose used data is payload; never empty.</param>
    /// <param name="bytes">Payload bytes in the whole chain.</param>
    /// <param name="flags">Hints.</param>
    void OnReceive(ref NetBufferListChain lists, int bytes, StreamReceiveFlags flags);

    /// <summary>Sends ended, in the order in which they were made.</summary>
    /// <param name="first">First request of a chain linked by <see cref="StreamSend.Next"/>; the client owns them again.</param>
    void OnSendComplete(StreamSend first);

    /// <summary>The peer's direction ended.</summary>
    /// <param name="status">Success: FIN, sending is still possible; ConnectionReset, ConnectionAborted, IoTimeout: both directions are dead.</param>
    void OnDisconnected(NtStatus status);

    /// <summary>A <see cref="IStreamEndpoint.Disconnect"/> of our own has ended: FIN acknowledged, or the reset sent.</summary>
    /// <param name="status">The result.</param>
    void OnDisconnectComplete(NtStatus status);

    /// <summary>The ideal send backlog changed by a factor of two or more.</summary>
    /// <param name="bytes">Bytes of sends that keep the path full.</param>
    void OnSendBacklog(long bytes);

    /// <summary>The last upcall: the endpoint is gone, everything lent to it has come back.</summary>
    void OnClosed();
}
