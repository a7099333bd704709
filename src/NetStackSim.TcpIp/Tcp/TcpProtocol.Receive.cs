using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// The way up: read the header, verify the checksum, find the entry, process.
internal sealed partial class TcpProtocol
{
    private const ReceiveChecksumInfo ChecksumGood =
        ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.TcpChecksumValueInvalid | ReceiveChecksumInfo.Loopback;

    private const byte GroupFlags = NetworkFlags.GroupFrame | NetworkFlags.GroupDestination;

    // Where a header is put together that lies in several pieces of memory.
    private readonly byte[] _headerScratch = new byte[TcpHeader.MaximumSize];

    /// <inheritdoc/>
    public void Receive(ref NetBufferListChain chain)
    {
        if (Kernel.Trace is { } trace)
        {
            StackTrace.Chain(Kernel, trace, TraceKind.HeaderRemoved, TraceComponent, chain.Head, TcpHeader.Size);
        }

        _depth++;
        TcpConnection? last = null;
        TcpSegment segment = default;
        NetBufferListChain returned = default;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            Statistics.InSegments++;
            if (TryRead(list, ref segment) is { } cause)
            {
                Statistics.InErrors++;
                Discard(cause, list);
                returned.Add(list);
                continue;
            }

            if (Inspector.IsInboundArmed && !Inspector.InspectInbound(ref segment, ref returned))
            {
                continue;
            }

            last = Dispatch(last, ref segment, ref returned);
        }

        _returns.Enqueue(ref returned);
        _depth--;
        Settle();
    }

    // Segments of one flow follow each other: the table is asked only when the flow changes.
    private TcpConnection? Dispatch(TcpConnection? last, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        ref NetworkLayerInfo network = ref segment.List.Network;
        uint compartment = CompartmentOf(network);
        if (last is { IsInTable: true }
            && last.Matches(network.Destination, segment.LocalPort, network.Source, segment.RemotePort, compartment))
        {
            SegmentArrival.Process(last, ref segment, ref returned);
            return last;
        }

        TcpTableEntry? entry = Table.Find(network.Destination, segment.LocalPort, network.Source, segment.RemotePort, compartment);
        if (entry is TcpConnection connection)
        {
            connection.LastReceivedNs = Now;
            connection.ReceiveHash = segment.List.HashValue;
            connection.ReceiveHashInfo = segment.List.HashInfo;
            if (Inspector.Reauthorise(connection, segment.List) is var action && action != InspectionAction.Permit)
            {
                if (action == InspectionAction.Block)
                {
                    returned.Add(segment.List);
                }

                return null;
            }

            SegmentArrival.Process(connection, ref segment, ref returned);
            return connection;
        }

        DispatchUncommon(entry, ref segment, ref returned);
        return null;
    }

    private void DispatchUncommon(TcpTableEntry? entry, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        NetBufferList list = segment.List;
        SegmentDisposition disposition = entry switch
        {
            TcpHalfOpen request => Requests.ArriveInSynReceived(request, ref segment, ref returned),
            TcpTimeWait waiting => TimeWaits.Arrive(waiting, ref segment),
            _ => Requests.Arrive(ref segment),
        };
        if (disposition.Cause is { } cause)
        {
            Discard(cause, list);
        }

        if (!disposition.TakesList)
        {
            returned.Add(list);
        }
    }

    /// <summary>Reads the header and moves the data start behind it.</summary>
    /// <returns>Null, or why the segment is given up.</returns>
    private DropCause? TryRead(NetBufferList list, ref TcpSegment segment)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        int length = buffer.DataLength;
        if (length < TcpHeader.Size)
        {
            return TcpDrops.HeaderTooShort;
        }

        if (!buffer.TryGetContiguous(Math.Min(length, TcpHeader.MaximumSize), _headerScratch, out ReadOnlySpan<byte> data)
            || !TcpHeader.TryParse(data, out TcpHeader header))
        {
            return TcpDrops.BadDataOffset;
        }

        if ((list.ReceiveChecksum & ChecksumGood) == 0 && !IsChecksumGood(list, buffer))
        {
            return TcpDrops.BadChecksum;
        }

        if ((list.Network.Flags & GroupFlags) != 0)
        {
            return TcpDrops.DestinationIsGroup;
        }

        int headerLength = header.HeaderLength;
        segment.List = list;
        segment.Sequence = header.SequenceNumber;
        segment.Acknowledgment = header.AcknowledgmentNumber;
        segment.Flags = header.Flags;
        segment.Window = header.Window;
        segment.UrgentPointer = header.UrgentPointer;
        segment.RemotePort = header.SourcePort;
        segment.LocalPort = header.DestinationPort;
        segment.HeaderLength = headerLength;
        segment.PayloadLength = length - headerLength;
        segment.SegmentCount = Math.Max(1, list.Coalesce.SegmentCount);
        if (headerLength > TcpHeader.Size)
        {
            segment.Options.Parse(header.OptionBytes);
        }

        list.Network.TransportHeaderSize = (ushort)headerLength;
        list.Network.SourcePort = segment.RemotePort;
        list.Network.DestinationPort = segment.LocalPort;
        buffer.Advance(headerLength);
        return null;
    }

    private static bool IsChecksumGood(NetBufferList list, NetBuffer buffer)
    {
        if ((list.ReceiveChecksum & ReceiveChecksumInfo.TcpChecksumFailed) != 0)
        {
            return false;
        }

        ref NetworkLayerInfo network = ref list.Network;
        uint sum = InternetChecksum.PseudoHeader(network.Source, network.Destination, IpProtocol.Tcp, (uint)buffer.DataLength);
        return InternetChecksum.IsValid(sum + MessageChecksum.Sum(buffer));
    }
}
