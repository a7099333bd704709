using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What an ICMP error does to a connection (RFC 1122 section 4.2.3.9, RFC 5461, RFC 5927): nothing unless it quotes a number that is in flight.</summary>
internal static class IcmpArrival
{
    /// <summary>Processes an error about a segment of a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="quoted">The sequence number of the quoted segment.</param>
    /// <param name="error">The error.</param>
    public static void Process(TcpConnection connection, SequenceNumber quoted, in IcmpErrorInfo error)
    {
        ref SendSequence send = ref connection.SendState;
        bool inFlight = quoted.IsAtOrAfter(send.Unacknowledged) && quoted.IsBefore(send.Next);
        if (!inFlight)
        {
            connection.Tcp.Statistics.IcmpIgnored++;
            return;
        }

        if (error.Kind == IcmpErrorKind.PacketTooBig)
        {
            OnPacketTooBig(connection, quoted, error.Mtu);
        }
        else if (connection.State is TcpState.SynSent or TcpState.SynReceived)
        {
            connection.OnConnectError(error.Status);
        }
        else
        {
            // Synchronised: a soft error whatever it says, or any router could end any connection (RFC 5927 section 5.2).
            connection.Tcp.Statistics.SoftErrors++;
        }
    }

    private static void OnPacketTooBig(TcpConnection connection, SequenceNumber quoted, int mtu)
    {
        connection.Tcp.Network.LowerPathMtu(connection.RemoteEndpoint.Address, mtu);
        int before = connection.SegmentSize;
        connection.UpdateSegmentSize();
        if (connection.SegmentSize < before && connection.IsSynchronized)
        {
            // PMT-005: what was too big is sent again at once in smaller pieces; the network was not congested.
            connection.ResendFrom(quoted);
            connection.Touch();
        }
    }
}
