using System.Diagnostics;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>
/// Makes lists: a TCP header written into pooled memory with room for IP and link headers, and behind it descriptors of the client's own memory. No payload
/// byte is copied; it is read once when the checksum is ours to compute.
/// </summary>
internal sealed class SegmentBuilder
{
    // Link header with a VLAN tag, IPv6 header and the largest TCP header, rounded up.
    private const int HeadRoom = 128;

    private readonly TcpProtocol _tcp;
    private readonly NetBufferListPool _dataPool;
    private readonly NetBufferListPool _controlPool;
    private readonly MdlPool _mdls;
    private readonly byte[] _garbage = new byte[1];

    /// <summary>Makes the pools of a host.</summary>
    public SegmentBuilder(TcpProtocol tcp)
    {
        _tcp = tcp;
        _mdls = tcp.Kernel.Mdls;
        _dataPool = new NetBufferListPool(tcp.Kernel, new NetBufferListPoolOptions { Name = "tcp/data", HeadRoom = HeadRoom });
        _controlPool = new NetBufferListPool(tcp.Kernel, new NetBufferListPoolOptions { Name = "tcp/control", HeadRoom = HeadRoom });
    }

    /// <summary>Adds a list with data that was never sent; the connection's cursor moves behind it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="template">What all segments of the flush share.</param>
    /// <param name="segment">Start, length and FIN of the range; the request and PSH are filled in.</param>
    /// <param name="chain">Gets the list.</param>
    /// <returns>False when a pool had nothing left; nothing changed.</returns>
    public bool TryAddNew(TcpConnection connection, in SegmentTemplate template, ref SentSegment segment, ref NetBufferListChain chain)
    {
        SendCursor before = connection.Sends.Cursor;
        if (!TryBuild(connection, template, segment, ref connection.Sends.Cursor, out NetBufferList? list, out segment.Request))
        {
            connection.Sends.Cursor = before;
            return false;
        }

        bool push = segment.Length > 0 && connection.Sends.Cursor.EndsMessage;
        segment.Flags |= push ? SentSegmentFlags.Push : SentSegmentFlags.None;
        WriteHeader(connection, template, segment, list, push);
        if (segment.Request is { CorrelationId: not 0 } request && SendPosition.InRequest(request, segment.Start) == 0)
        {
            list.CorrelationId = request.CorrelationId;
        }

        _tcp.Statistics.OutSegments += SegmentsOf(segment.Length, template.FullSegment);
        chain.Add(list);
        return true;
    }

    /// <summary>Adds a list with a range that was sent before.</summary>
    /// <returns>False when a pool had nothing left.</returns>
    public bool TryAddRange(TcpConnection connection, in SegmentTemplate template, in SentSegment segment, ref NetBufferListChain chain)
    {
        SendCursor cursor = default;
        if (segment.Request is { } request)
        {
            cursor.Seek(request, SendPosition.InRequest(request, segment.Start));
        }

        if (!TryBuild(connection, template, segment, ref cursor, out NetBufferList? list, out _))
        {
            return false;
        }

        WriteHeader(connection, template, segment, list, segment.Has(SentSegmentFlags.Push));
        _tcp.Statistics.OutSegments++;
        chain.Add(list);
        return true;
    }

    /// <summary>Adds an acknowledgment without data.</summary>
    public void AddAck(TcpConnection connection, in SegmentTemplate template, ref NetBufferListChain chain)
    {
        if (!TryRentControl(out NetBufferList? list))
        {
            return;
        }

        int header = template.HeaderLength;
        NetBuffer buffer = list.FirstNetBuffer;
        buffer.Retreat(header);
        Span<byte> bytes = buffer.GetWritable(header);
        TcpHeader.Write(
            bytes,
            connection.LocalEndpoint.Port,
            connection.RemoteEndpoint.Port,
            connection.SendState.Next,
            template.Acknowledgment,
            TcpFlags.Ack,
            template.Window,
            template.Options.Length);
        template.Options.Bytes.CopyTo(bytes[TcpHeader.Size..]);
        FinishHeader(connection, template, list, bytes, payloadSum: 0);
        _tcp.Statistics.OutSegments++;
        chain.Add(list);
    }

    /// <summary>Makes a list of a segment that belongs to no connection object, or to the opening of one.</summary>
    /// <param name="control">What to say.</param>
    /// <returns>The list, or null when the pool had nothing left.</returns>
    public NetBufferList? BuildControl(in ControlSegment control)
    {
        if (!TryRentControl(out NetBufferList? list))
        {
            return null;
        }

        int header = TcpHeader.Size + control.Options.Length;
        NetBuffer buffer = list.FirstNetBuffer;
        buffer.Retreat(header);
        Span<byte> bytes = buffer.GetWritable(header);
        TcpHeader.Write(
            bytes, control.Local.Port, control.Remote.Port, control.Sequence, control.Acknowledgment, control.Flags, control.Window, control.Options.Length);
        control.Options.Bytes.CopyTo(bytes[TcpHeader.Size..]);
        if (control.GarbageByte && _mdls.TryRent(out Mdl? mdl))
        {
            mdl.Buffer = _garbage;
            mdl.Offset = 0;
            mdl.ByteCount = 1;
            buffer.AppendMdl(mdl);
        }

        // The garbage byte is zero and adds nothing to the sum.
        uint sum = InternetChecksum.PseudoHeader(control.Local.Address, control.Remote.Address, IpProtocol.Tcp, (uint)buffer.DataLength);
        TcpHeader.SetChecksum(bytes, InternetChecksum.Finish(InternetChecksum.Sum(bytes, sum)));
        FillNetwork(list, header, control.HopLimit, control.TrafficClass);
        _tcp.Statistics.OutSegments++;
        return list;
    }

    /// <summary>Lists came back: the requests that they referred to may complete.</summary>
    public void Release(ref NetBufferListChain chain)
    {
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            if (list.Pool == _dataPool)
            {
                ReleaseReferences(list);
            }

            list.Pool.Return(list);
        }
    }

    private static int SegmentsOf(int length, int segmentSize) => Math.Max(1, (length + segmentSize - 1) / segmentSize);

    private static void ReleaseReferences(NetBufferList list)
    {
        var connection = (TcpConnection)list.ProtocolReserved0!;
        connection.OutstandingLists--;
        if (list.ProtocolReserved1 is StreamSend first)
        {
            Unreference(first, (StreamSend)list.ProtocolReserved2!);
        }

        if (connection.Sends.HasComplete || connection.State is TcpState.Closed or TcpState.TimeWait || connection.Client is null)
        {
            connection.Touch();
        }
    }

    private static void Unreference(StreamSend first, StreamSend last)
    {
        StreamSend request = first;
        while (true)
        {
            request.ProviderReferences -= request.Length > 0 ? 1 : 0;
            Debug.Assert(request.ProviderReferences >= 0, "A list releases what it referred to, once.");
            if (request == last)
            {
                return;
            }

            request = request.Next!;
        }
    }

    private bool TryBuild(
        TcpConnection connection,
        in SegmentTemplate template,
        in SentSegment segment,
        ref SendCursor cursor,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out NetBufferList? list,
        out StreamSend? first)
    {
        first = null;
        if (!_dataPool.TryRent(out list))
        {
            _tcp.Kernel.Drops.Count(TcpDrops.SendAllocation.Reason);
            return false;
        }

        list.FirstNetBuffer.Retreat(template.HeaderLength);
        if (!TryDescribe(list, ref cursor, segment.Length, template.ChecksumOffload, out first, out StreamSend? last))
        {
            _tcp.Kernel.Drops.Count(TcpDrops.SendAllocation.Reason);
            _dataPool.Return(list);
            list = null;
            return false;
        }

        // A list is used again and again by the same connection: storing a reference that is there already would cost a barrier for nothing.
        if (list.ProtocolReserved0 != connection)
        {
            list.ProtocolReserved0 = connection;
        }

        list.ProtocolReserved1 = first;
        list.ProtocolReserved2 = last;
        connection.OutstandingLists++;
        return true;
    }

    private bool TryDescribe(NetBufferList list, ref SendCursor cursor, int length, bool offload, out StreamSend? first, out StreamSend? last)
    {
        first = null;
        last = null;
        Mdl? head = null;
        Mdl? tail = null;
        uint sum = 0;
        int done = 0;
        while (done < length)
        {
            bool taken = cursor.TryTake(length - done, out byte[] memory, out int offset, out int count);
            Debug.Assert(taken, "What is sent was queued.");
            if (!_mdls.TryRent(out Mdl? mdl))
            {
                Undo(head, first, last);
                return false;
            }

            mdl.Buffer = memory;
            mdl.Offset = offset;
            mdl.ByteCount = count;
            Link(ref head, ref tail, mdl);
            Reference(cursor.Request!, ref first, ref last);
            if (!offload)
            {
                sum = InternetChecksum.Combine(sum, InternetChecksum.Sum(memory.AsSpan(offset, count)), (done & 1) != 0);
            }

            done += count;
        }

        if (head is not null)
        {
            list.FirstNetBuffer.AppendMdl(head);
        }

        _payloadSum = sum;
        return true;
    }

    // The sum of the payload that was described last: it goes from describing to writing the header without another parameter through every call.
    private uint _payloadSum;

    private static void Link(ref Mdl? head, ref Mdl? tail, Mdl mdl)
    {
        if (tail is null)
        {
            head = mdl;
        }
        else
        {
            tail.Next = mdl;
        }

        tail = mdl;
    }

    private static void Reference(StreamSend request, ref StreamSend? first, ref StreamSend? last)
    {
        if (request != last)
        {
            request.ProviderReferences++;
            first ??= request;
            last = request;
        }
    }

    private void Undo(Mdl? head, StreamSend? first, StreamSend? last)
    {
        if (first is not null)
        {
            Unreference(first, last!);
        }

        while (head is { } mdl)
        {
            head = mdl.Next;
            mdl.Next = null;
            _mdls.Return(mdl);
        }
    }

    private void WriteHeader(TcpConnection connection, in SegmentTemplate template, in SentSegment segment, NetBufferList list, bool push)
    {
        int header = template.HeaderLength;
        Span<byte> bytes = list.FirstNetBuffer.GetWritable(header);
        TcpFlags flags = TcpFlags.Ack
            | (push ? TcpFlags.Psh : TcpFlags.None)
            | (segment.Has(SentSegmentFlags.Fin) ? TcpFlags.Fin : TcpFlags.None);
        TcpHeader.Write(
            bytes,
            connection.LocalEndpoint.Port,
            connection.RemoteEndpoint.Port,
            segment.Start,
            template.Acknowledgment,
            flags,
            template.Window,
            template.Options.Length);
        template.Options.Bytes.CopyTo(bytes[TcpHeader.Size..]);
        if (segment.Length > template.FullSegment)
        {
            FinishLargeSend(connection, template, list, bytes);
            return;
        }

        FinishHeader(connection, template, list, bytes, _payloadSum);
    }

    private void FinishHeader(TcpConnection connection, in SegmentTemplate template, NetBufferList list, Span<byte> header, uint payloadSum)
    {
        uint sum = connection.PseudoHeaderSum + (uint)list.FirstNetBuffer.DataLength;
        if (template.ChecksumOffload)
        {
            TcpHeader.SetChecksum(header, InternetChecksum.Fold(sum));
            list.TransmitChecksum = TransmitChecksumInfo.ForTcp(connection.RemoteEndpoint.Address.IsV4, connection.Path!.HeaderSize);
        }
        else
        {
            sum = InternetChecksum.Sum(header, sum) + payloadSum;
            TcpHeader.SetChecksum(header, InternetChecksum.Finish(sum));
        }

        FillNetwork(list, header.Length, connection.HopLimit, connection.TrafficClass);
    }

    // The NIC cuts the list and writes the checksums of the pieces; it wants the pseudo header without a length (LSO version 2).
    private void FinishLargeSend(TcpConnection connection, in SegmentTemplate template, NetBufferList list, Span<byte> header)
    {
        bool isV4 = connection.RemoteEndpoint.Address.IsV4;
        TcpHeader.SetChecksum(header, InternetChecksum.Fold(connection.PseudoHeaderSum));
        list.LargeSend = LargeSendInfo.Version2(template.FullSegment, connection.Path!.HeaderSize, !isV4);
        FillNetwork(list, header.Length, connection.HopLimit, connection.TrafficClass);
    }

    private bool TryRentControl([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out NetBufferList? list)
    {
        if (_controlPool.TryRent(out list))
        {
            return true;
        }

        _tcp.Kernel.Drops.Count(TcpDrops.SendAllocation.Reason);
        return false;
    }

    private void FillNetwork(NetBufferList list, int headerLength, byte hopLimit, byte trafficClass)
    {
        if (list.Owner != _tcp)
        {
            list.Owner = _tcp;
        }

        list.CorrelationId = _tcp.Kernel.NextCorrelationId();
        ref NetworkLayerInfo network = ref list.Network;
        network.Protocol = (byte)IpProtocol.Tcp;
        network.HopLimit = hopLimit == 0 ? _tcp.Profile.DefaultHopLimit : hopLimit;
        network.TrafficClass = trafficClass;
        network.TransportHeaderSize = (ushort)headerLength;
        network.Flags = NetworkFlags.None;
    }
}
