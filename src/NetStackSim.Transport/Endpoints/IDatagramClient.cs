using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>The upcalls of a datagram endpoint, at Dispatch when a packet causes them, else at the caller's IRQL.</summary>
public interface IDatagramClient
{
    /// <summary>A bind that answered Pending ended: a filter had held it.</summary>
    /// <param name="status">As <see cref="IDatagramEndpoint.Bind"/> would have returned.</param>
    void OnBound(NtStatus status)
    {
    }

    /// <summary>A <see cref="IDatagramEndpoint.SetRemote"/> that answered Pending ended: a filter had held it.</summary>
    /// <param name="status">As the call would have returned.</param>
    void OnRemoteSet(NtStatus status)
    {
    }

    /// <summary>Datagrams arrived. Ownership of the lists moves to the client, which takes the chain and gives it back through <see cref="IDatagramEndpoint.Return"/>.</summary>
    /// <param name="lists">One datagram a list: used data is the payload; addresses, ports, hop limit and interface are in <see cref="NetBufferList.Network"/>.</param>
    void OnReceive(ref NetBufferListChain lists);

    /// <summary>Sends ended.</summary>
    /// <param name="first">First request of a chain linked by <see cref="DatagramSend.Next"/>; the client owns them again.</param>
    void OnSendComplete(DatagramSend first);

    /// <summary>An ICMP error came back for a datagram of ours.</summary>
    /// <param name="remote">Where the datagram was sent to.</param>
    /// <param name="status">PortUnreachable, HostUnreachable, NetworkUnreachable, ProtocolUnreachable, HoplimitExceeded.</param>
    void OnError(in IpEndpoint remote, NtStatus status);

    /// <summary>The last upcall.</summary>
    void OnClosed();
}
