using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Fragments an IPv4 packet that passes through (RFC 791 section 3.2): fragments of fragments, options with the copied flag in every piece.</summary>
internal static class RouterFragmenter
{
    private const int Unit = 8;
    private const ushort MoreFragments = 0x2000;
    private const ushort OffsetMask = 0x1FFF;
    private const int LinkRoom = 32;

    /// <summary>Sends a packet in pieces.</summary>
    /// <param name="network">The IPv4 network.</param>
    /// <param name="list">The list to send, data at its IP header; freed here.</param>
    /// <param name="received">The received packet, data behind its IP header; goes home with the last piece.</param>
    /// <param name="path">Where to.</param>
    internal static void Send(IpNetwork network, NetBufferList list, NetBufferList received, IpPath path)
    {
        int headerSize = received.Network.IpHeaderSize;
        Span<byte> first = stackalloc byte[IPv4Header.MaximumSize];
        first = first[..headerSize];
        list.FirstNetBuffer.CopyTo(0, first);
        Span<byte> later = stackalloc byte[IPv4Header.MaximumSize];
        later = later[..WriteLaterHeader(first, later)];
        NetBufferListChain pieces = default;
        bool complete = Cut(network, list, received, path.Mtu, first, later, ref pieces);
        list.ProtocolReserved0 = null;
        if (!complete)
        {
            while (pieces.RemoveFirst() is { } piece)
            {
                piece.Free();
            }

            list.Free();
            network.Statistics.FragmentFailsCount++;
            network.Drops.Drop(IpDrops.ForwardAllocation, IpFamily.V4, received);
            network.Stack.Ip.ReturnReceived(received);
            return;
        }

        list.Free();
        network.Statistics.FragmentOkCount++;
        network.Statistics.FragmentCreatesCount += pieces.Count;
        network.SendPrepared(ref pieces, path);
    }

    private static bool Cut(
        IpNetwork network,
        NetBufferList list,
        NetBufferList received,
        int mtu,
        scoped ReadOnlySpan<byte> first,
        scoped ReadOnlySpan<byte> later,
        ref NetBufferListChain pieces)
    {
        ushort original = BinaryPrimitives.ReadUInt16BigEndian(first[6..]);
        int total = list.FirstNetBuffer.DataLength - first.Length;
        for (int offset = 0; offset < total;)
        {
            scoped ReadOnlySpan<byte> header = offset == 0 ? first : later;
            int room = (mtu - header.Length) / Unit * Unit;
            int length = Math.Min(room, total - offset);
            if (!TryPiece(network, received, offset, length, header, out NetBufferList? piece))
            {
                return false;
            }

            bool more = offset + length < total || (original & MoreFragments) != 0;
            ushort field = (ushort)(((original & OffsetMask) + (offset / Unit)) | (more ? MoreFragments : 0));
            Finish(piece!, header.Length, length, field);
            piece!.Owner = list.Owner;
            piece.Network = list.Network;
            piece.CorrelationId = list.CorrelationId;
            pieces.Add(piece);
            offset += length;
        }

        return true;
    }

    // A clone of the received packet narrowed to the piece: its data starts behind the IP header.
    private static bool TryPiece(IpNetwork network, NetBufferList received, int offset, int length, scoped ReadOnlySpan<byte> header, out NetBufferList? piece)
    {
        if (!received.TryClone(network.Stack.Buffers.Descriptions, CloneFlags.None, out piece))
        {
            return false;
        }

        NetBuffer buffer = piece.FirstNetBuffer;
        buffer.Advance(offset);
        buffer.DataLength = length;

        // What lies before the piece is room that must not be written: the header gets memory of its own.
        buffer.SetData(CutBefore(buffer), buffer.CurrentMdlOffset, length);
        if (!buffer.Retreat(header.Length, LinkRoom).IsSuccess)
        {
            piece.Free();
            return false;
        }

        buffer.CopyFrom(0, header);
        return true;
    }

    // Drops the descriptors that are wholly before the data and narrows the first one to it.
    private static Mdl CutBefore(NetBuffer buffer)
    {
        Mdl current = buffer.CurrentMdl!;
        for (Mdl? mdl = buffer.MdlChain; mdl is not null && mdl != current;)
        {
            Mdl next = mdl.Next!;
            mdl.Next = null;
            mdl.Pool?.Return(mdl);
            mdl = next;
        }

        current.Offset += buffer.CurrentMdlOffset;
        current.ByteCount -= buffer.CurrentMdlOffset;
        buffer.CurrentMdlOffset = 0;
        return current;
    }

    private static void Finish(NetBufferList piece, int headerSize, int length, ushort fragmentField)
    {
        Span<byte> header = piece.FirstNetBuffer.GetWritable(headerSize);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(headerSize + length));
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], fragmentField);
        IPv4Header.FillChecksum(header);
    }

    // RFC 791 section 3.1: only options with the copied flag go into later fragments.
    private static int WriteLaterHeader(ReadOnlySpan<byte> first, Span<byte> later)
    {
        first[..IPv4Header.Size].CopyTo(later);
        int size = IPv4Header.Size;
        OptionReader options = new(first[IPv4Header.Size..]);
        while (options.MoveNext())
        {
            if ((options.Current.Kind & IPv4OptionKinds.CopiedFlag) != 0)
            {
                options.Current.Bytes.CopyTo(later[size..]);
                size += options.Current.Bytes.Length;
            }
        }

        int padded = (size + 3) & ~3;
        later[size..padded].Clear();
        later[0] = (byte)(0x40 | (padded >> 2));
        return padded;
    }
}
