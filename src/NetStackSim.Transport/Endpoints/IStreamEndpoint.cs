using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>One end of a byte stream as its client sees it. All members: IRQL at most Dispatch.</summary>
public interface IStreamEndpoint
{
    /// <summary>The local address; unspecified address with a port after a wildcard bind, complete once connected.</summary>
    IpEndpoint Local { get; }

    /// <summary>The remote address; unspecified before <see cref="Connect"/>.</summary>
    IpEndpoint Remote { get; }

    /// <summary>Assigns the local address (port 0 picks an ephemeral one).</summary>
    /// <param name="local">Address of this host or the unspecified one.</param>
    /// <param name="sharing">How the port is shared.</param>
    /// <returns>Success, AddressAlreadyExists, AccessDenied (sharing or filter), InvalidAddressComponent, TooManyAddresses; Pending while a filter holds the bind: <see cref="IStreamEndpointClient.OnBound"/> follows.</returns>
    NtStatus Bind(in IpEndpoint local, AddressSharing sharing);

    /// <summary>Starts the handshake. The result arrives at <see cref="IStreamEndpointClient.OnConnected"/>.</summary>
    /// <param name="remote">The peer.</param>
    /// <returns>Pending, or an error without an upcall: InvalidDeviceState (not bound, already connected), NetworkUnreachable, AccessDenied (filter).</returns>
    NtStatus Connect(in IpEndpoint remote);

    /// <summary>Queues a send by reference; ownership of the request moves until it completes.</summary>
    /// <param name="send">The request.</param>
    /// <returns>Pending (it will complete), or an error without a completion: InvalidDeviceState, ConnectionReset, ...</returns>
    NtStatus Send(StreamSend send);

    /// <summary>Gives received lists back and opens the receive window by what they carried.</summary>
    /// <param name="lists">Lists from <see cref="IStreamEndpointClient.OnReceive"/> in any grouping; their data start may have been advanced but not past their end. Empty afterwards.</param>
    /// <param name="bytes">Payload bytes that leave the receive buffer with this call; counted apart from the lists, because a client may consume a list in parts.</param>
    void Return(ref NetBufferListChain lists, int bytes);

    /// <summary>Opens the window for bytes consumed of a list that the client still holds.</summary>
    /// <param name="bytes">Payload bytes consumed.</param>
    void Consumed(int bytes);

    /// <summary>Ends the sending direction (graceful: FIN after all queued data; abortive: RST, pending sends fail).</summary>
    /// <param name="abortive">True for RST.</param>
    /// <returns>Pending: <see cref="IStreamEndpointClient.OnDisconnectComplete"/> follows; or InvalidDeviceState.</returns>
    NtStatus Disconnect(bool abortive);

    /// <summary>
    /// The client is done with the endpoint: RST unless both directions have ended, sends fail with Cancelled,
    /// then <see cref="IStreamEndpointClient.OnClosed"/>. Lists that the client still holds must have been returned.
    /// </summary>
    void Close();

    /// <summary>Reads who redirected the connection that this end accepted (<c>SIO_QUERY_WFP_CONNECTION_REDIRECT_RECORDS</c>).</summary>
    /// <returns>The records; null when nobody redirected it.</returns>
    RedirectRecords? QueryRedirectRecords() => null;

    /// <summary>Says, before it connects, which redirected connection this one stands in for (<c>SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS</c>).</summary>
    /// <param name="records">The records of the accepted end.</param>
    /// <returns>Success, InvalidDeviceState once connecting, NotSupported.</returns>
    NtStatus SetRedirectRecords(RedirectRecords records) => NtStatus.NotSupported;

    /// <summary>Sets an option.</summary>
    /// <param name="option">Which.</param>
    /// <param name="value">The value, units as the option says.</param>
    /// <returns>Success, NotSupported, InvalidParameter, InvalidDeviceState.</returns>
    NtStatus SetOption(TransportOption option, long value);

    /// <summary>Reads an option.</summary>
    /// <param name="option">Which.</param>
    /// <param name="value">The value.</param>
    /// <returns>Success or NotSupported.</returns>
    NtStatus GetOption(TransportOption option, out long value);
}
