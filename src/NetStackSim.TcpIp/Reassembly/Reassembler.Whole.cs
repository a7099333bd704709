using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

// Making one datagram of its pieces.
internal sealed partial class Reassembler<TFamily>
    where TFamily : struct, IIpFamily
{
    private NetBufferList? Complete(FragmentedDatagram datagram, ref IpHeaderInfo info)
    {
        DropCause? cause = null;
        byte trafficClass = CombineEcn(datagram, ref cause);
        NetBufferList? whole = null;
        if (cause is null && !TryBuild(datagram, trafficClass, out whole))
        {
            cause = IpDrops.ReassemblyAllocation;
        }

        if (cause is not null)
        {
            GiveUp(datagram, cause);
            Remove(datagram);
            return null;
        }

        info = datagram.FirstInfo;
        info.HeaderSize = info.UnfragmentableSize;
        info.PacketLength = info.UnfragmentableSize + datagram.Map.TotalLength;
        info.TrafficClass = trafficClass;
        info.IsFragment = false;
        _network.Statistics.ReassemblyOkCount++;
        Remove(datagram);
        return whole;
    }

    // RFC 3168 section 5.3: congestion seen by one piece is congestion of the whole; a mix with not-ECT is a broken path.
    private static byte CombineEcn(FragmentedDatagram datagram, ref DropCause? cause)
    {
        byte first = datagram.FirstInfo.TrafficClass;
        bool congested = (datagram.EcnSeen & (1 << (int)EcnCodepoint.Ce)) != 0;
        bool notCapable = (datagram.EcnSeen & (1 << (int)EcnCodepoint.NotEct)) != 0;
        if (congested && notCapable)
        {
            cause = IpDrops.FragmentEcnMixed;
        }

        return congested ? (byte)(first | EcnMask) : first;
    }

    private bool TryBuild(FragmentedDatagram datagram, byte trafficClass, out NetBufferList? whole)
    {
        IpHeaderInfo first = datagram.FirstInfo;
        NetBufferList firstPiece = datagram.Map.Pieces[0].Item;
        if (!_network.Stack.Buffers.TryRent(first.UnfragmentableSize, out whole))
        {
            return false;
        }

        NetBuffer buffer = whole.FirstNetBuffer;
        buffer.DataLength = first.UnfragmentableSize;
        firstPiece.FirstNetBuffer.Retreat(first.HeaderSize);
        firstPiece.FirstNetBuffer.CopyTo(0, buffer.GetWritable(first.UnfragmentableSize));
        firstPiece.FirstNetBuffer.Advance(first.HeaderSize);
        TFamily.MakeWhole(
            buffer.GetWritable(first.UnfragmentableSize), first.UnfragmentableSize + datagram.Map.TotalLength, first.NextHeaderFieldOffset, first.Protocol, trafficClass);
        foreach (FragmentMap<NetBufferList>.Piece piece in datagram.Map.Pieces)
        {
            if (!_network.Stack.Buffers.TryDescribe(piece.Item.FirstNetBuffer, buffer))
            {
                whole.Free();
                whole = null;
                return false;
            }
        }

        Adopt(whole, datagram, firstPiece);
        buffer.Advance(first.UnfragmentableSize);
        return true;
    }

    // The whole list takes its pieces over; they go home when it is returned.
    private void Adopt(NetBufferList whole, FragmentedDatagram datagram, NetBufferList firstPiece)
    {
        whole.Network = firstPiece.Network;
        whole.Network.Flags = (byte)((firstPiece.Network.Flags & (NetworkFlags.GroupFrame | NetworkFlags.GroupDestination | NetworkFlags.Loopback))
            | NetworkFlags.StackOwned | NetworkFlags.Reassembled);
        whole.CorrelationId = firstPiece.CorrelationId;
        NetBufferListChain pieces = default;
        foreach (FragmentMap<NetBufferList>.Piece piece in datagram.Map.Pieces)
        {
            _memory -= CostOf(piece.Item);
            Uncount(piece.Item);
            pieces.Add(piece.Item);
        }

        whole.ProtocolReserved0 = pieces.Head;
        datagram.Map.Clear();
    }
}
