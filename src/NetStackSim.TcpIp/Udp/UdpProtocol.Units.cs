using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <content>Datagrams that a NIC has joined (URO, slot 17): each is taken out again, since a datagram is what filters judge and clients ask for.</content>
internal sealed partial class UdpProtocol
{
    private void ReceiveUnit(NetBufferList unit)
    {
        NetBuffer whole = unit.FirstNetBuffer;
        Span<byte> header = stackalloc byte[HeaderSize];
        int size = unit.UdpCoalesce.SegmentSize;
        if (whole.CopyTo(0, header) == HeaderSize && size > 0)
        {
            int payload = Math.Min(whole.DataLength, BinaryPrimitives.ReadUInt16BigEndian(header[4..])) - HeaderSize;
            for (int offset = 0; offset < payload; offset += size)
            {
                ReceivePiece(unit, header, offset, Math.Min(size, payload - offset));
            }
        }

        _stack.Ip.ReturnReceived(unit);
    }

    private void ReceivePiece(NetBufferList unit, Span<byte> header, int offset, int length)
    {
        if (!_stack.Buffers.TryRent(HeaderSize + length, out NetBufferList? piece))
        {
            Statistics.InErrorsCount++;
            _stack.Drops.Drop(UdpDrops.DuplicateAllocation, unit.Network.Source.Family, unit);
            return;
        }

        piece.FirstNetBuffer.DataLength = HeaderSize + length;
        Span<byte> bytes = piece.FirstNetBuffer.GetWritable(HeaderSize + length);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)(HeaderSize + length));
        header.CopyTo(bytes);
        unit.FirstNetBuffer.CopyTo(HeaderSize + offset, bytes[HeaderSize..]);
        _stack.Kernel.Copies.Add(CopyKind.StackOther, HeaderSize + length);
        unit.CopyReceiveInfoTo(piece);
        piece.UdpCoalesce = default;
        piece.Network = unit.Network;
        piece.Network.Flags |= NetworkFlags.StackOwned;
        if (Process(piece) is { } endpoint)
        {
            NetBufferListChain one = new(piece);
            endpoint.DeliverCounted(ref one);
        }
    }
}
