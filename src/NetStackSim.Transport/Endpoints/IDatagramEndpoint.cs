using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>A datagram endpoint. All members: IRQL at most Dispatch.</summary>
public interface IDatagramEndpoint
{
    /// <summary>The bound address.</summary>
    IpEndpoint Local { get; }

    /// <summary>The fixed remote address; unspecified when there is none.</summary>
    IpEndpoint Remote { get; }

    /// <summary>Assigns the local address; see <see cref="IStreamEndpoint.Bind"/> for the results.</summary>
    /// <param name="local">Address of this host or the unspecified one.</param>
    /// <param name="sharing">How the port is shared.</param>
    /// <returns>The result of the bind.</returns>
    NtStatus Bind(in IpEndpoint local, AddressSharing sharing);

    /// <summary>Fixes the remote address.</summary>
    /// <param name="remote">The peer; unspecified clears it.</param>
    /// <param name="filterReceives">True: datagrams of others are dropped (<c>SIO_WSK_SET_REMOTE_ADDRESS</c>); false: only the default target (<c>SIO_WSK_SET_SENDTO_ADDRESS</c>).</param>
    /// <returns>Success, InvalidDeviceState (not bound), NetworkUnreachable, AccessDenied (filter); Pending while a filter holds it: <see cref="IDatagramClient.OnRemoteSet"/> follows.</returns>
    NtStatus SetRemote(in IpEndpoint remote, bool filterReceives);

    /// <summary>Sends datagrams by reference; ownership of the requests moves until they complete.</summary>
    /// <param name="first">First of a chain linked by <see cref="DatagramSend.Next"/>.</param>
    /// <returns>Pending: all complete through <see cref="IDatagramClient.OnSendComplete"/>, each with its own status; or an error without a completion: InvalidDeviceState.</returns>
    NtStatus Send(DatagramSend first);

    /// <summary>Gives received lists back.</summary>
    /// <param name="lists">Lists from <see cref="IDatagramClient.OnReceive"/>. Empty afterwards.</param>
    void Return(ref NetBufferListChain lists);

    /// <summary>Joins or leaves a multicast group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="interfaceIndex">The interface, 0 for the routing table's choice.</param>
    /// <param name="join">True to join.</param>
    /// <returns>Success, InvalidParameter, NotFound, AddressAlreadyExists.</returns>
    NtStatus SetMembership(in IpAddress group, uint interfaceIndex, bool join);

    /// <summary>Sets an option.</summary>
    /// <param name="option">Which.</param>
    /// <param name="value">The value.</param>
    /// <returns>Success, NotSupported, InvalidParameter.</returns>
    NtStatus SetOption(TransportOption option, long value);

    /// <summary>Ends the endpoint; <see cref="IDatagramClient.OnClosed"/> follows when the last send has come back.</summary>
    void Close();

    /// <summary>Says which redirected datagrams this endpoint stands in for (<c>SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS</c>).</summary>
    /// <param name="records">The records.</param>
    /// <returns>Success or NotSupported.</returns>
    NtStatus SetRedirectRecords(RedirectRecords records) => NtStatus.NotSupported;
}
