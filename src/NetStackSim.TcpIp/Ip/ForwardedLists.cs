using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>Gets sends back that were made from received packets (forwarded, echo replies): the list that was sent is freed and the received one goes home.</summary>
/// <remarks>A single send refers to its packet through <see cref="NetBufferList.ProtocolReserved0"/>; fragments of one packet are its children, and the last of them takes it home.</remarks>
internal sealed class ForwardedLists(TcpIpStack stack) : INetBufferListOwner
{
    /// <summary>The received packet whose memory a list sends; null for any other list.</summary>
    internal static NetBufferList? ReceivedOf(NetBufferList list) =>
        (list.Network.Flags & NetworkFlags.HeaderIncluded) != 0 && list.Owner is ForwardedLists ? list.Parent ?? list.ProtocolReserved0 as NetBufferList : null;

    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        NetBufferListChain received = default;
        while (chain.RemoveFirst() is { } list)
        {
            NetBufferList? packet = list.ProtocolReserved0 as NetBufferList;
            if (packet is not null)
            {
                list.ProtocolReserved0 = null;
                list.Free();
                received.Add(packet);
                continue;
            }

            packet = list.Parent;
            list.Free();
            if (packet is { ChildCount: 0 })
            {
                received.Add(packet);
            }
        }

        stack.Ip.ReturnReceived(ref received);
    }
}
