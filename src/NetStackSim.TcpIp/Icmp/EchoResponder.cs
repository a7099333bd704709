using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Answers echo requests (RFC 1122 section 3.2.2.6, RFC 4443 section 4.2): a new header in front of the memory of the request, which is not copied.</summary>
internal sealed class EchoResponder
{
    private const int HeaderSize = Icmp4Header.Size;

    private readonly TcpIpStack _stack;
    private readonly IpFamily _family;
    private readonly IcmpStatistics _statistics;
    private readonly DatagramFlows _flows;
    private readonly InspectionPoint _datagram;

    internal EchoResponder(TcpIpStack stack, IpFamily family, IcmpStatistics statistics)
    {
        _stack = stack;
        _family = family;
        _statistics = statistics;
        _flows = stack.Flows;
        _datagram = stack.Inspection[InspectionLayer.Datagram, family];
    }

    /// <summary>Answers one request.</summary>
    /// <param name="list">Data starts at the ICMP header.</param>
    /// <param name="header">A copy of the ICMP header.</param>
    /// <param name="taken">Set when the list is kept for the reply; else it stays the caller's.</param>
    /// <returns>Why it is not answered, or null.</returns>
    internal DropCause? Answer(NetBufferList list, ReadOnlySpan<byte> header, ref bool taken)
    {
        _statistics.InEchosCount++;
        ref NetworkLayerInfo network = ref list.Network;
        bool toGroup = (network.Flags & NetworkFlags.GroupDestination) != 0;
        if (toGroup && !_stack.Profile.AnswerBroadcastEcho && _family == IpFamily.V4)
        {
            return IcmpDrops.EchoToGroup;
        }

        FlowDecision decision = _flows.Inbound(list, endpoint: null, header[0], header[1], header);
        InspectionAction action = decision switch
        {
            FlowDecision.Go => ShowData(list, header, header, inbound: true),
            FlowDecision.Absorbed => InspectionAction.Absorb,
            _ => InspectionAction.Block,
        };
        if (action != InspectionAction.Permit)
        {
            taken = action == InspectionAction.Absorb;
            return null;
        }

        IpAddress source = toGroup ? (_family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6) : network.Destination;
        uint index = network.Source.IsV6 && network.Source.IsLinkLocal ? network.InterfaceIndex : 0;
        if (!_stack.Ip.TryGetPath(network.Source, source, index, out IpPath? path).IsSuccess)
        {
            return IpDrops.SendNoRoute;
        }

        return Reply(list, header, path!, toGroup, ref taken);
    }

    private DropCause? Reply(NetBufferList list, ReadOnlySpan<byte> header, IpPath path, bool toGroup, ref bool taken)
    {
        list.FirstNetBuffer.Advance(HeaderSize);
        if (!_stack.Buffers.TryRentHeader(out NetBufferList? reply))
        {
            return IcmpDrops.EchoAllocation;
        }

        NetBuffer buffer = reply.FirstNetBuffer;
        buffer.DataLength = HeaderSize;
        if (!_stack.Buffers.TryDescribe(list.FirstNetBuffer, buffer))
        {
            reply.Free();
            return IcmpDrops.EchoAllocation;
        }

        Span<byte> message = buffer.GetWritable(HeaderSize);
        header.CopyTo(message);
        message[0] = IcmpFormat.EchoReply(_family);
        message[1] = _stack.Profile.ZeroEchoReplyCode ? (byte)0 : header[1];
        WriteChecksum(reply, message, header, path, recompute: toGroup || (list.Network.Flags & NetworkFlags.Loopback) != 0);
        taken = true;
        reply.Owner = _stack.ForwardedLists;
        reply.ProtocolReserved0 = list;
        reply.CorrelationId = _stack.Kernel.NextCorrelationId();
        reply.Network.Protocol = IcmpFormat.Protocol(_family);
        reply.Network.HopLimit = path.Interface.For(_family).HopLimit;
        reply.Network.TrafficClass = list.Network.TrafficClass;
        reply.Network.Flags = NetworkFlags.None;
        reply.Network.TransportHeaderSize = HeaderSize;
        reply.Network.IpHeaderSize = 0;
        reply.Network.Source = path.Source;
        reply.Network.Destination = path.Destination;
        InspectionAction action = ShowData(reply, message, header, inbound: false);
        if (action != InspectionAction.Permit)
        {
            if (action == InspectionAction.Block)
            {
                _stack.Ip.For(_family).CompleteUnsent(reply, NtStatus.AccessDenied);
            }

            return null;
        }

        _statistics.OutMessagesCount++;
        _statistics.OutEchoRepliesCount++;
        NetBufferListChain chain = new(reply);
        _stack.Ip.Send(ref chain, path);
        return null;
    }

    // Type and code are the first word; both addresses only change places. So the checksum changes by that word alone (RFC 1624).
    private void WriteChecksum(NetBufferList reply, Span<byte> message, ReadOnlySpan<byte> request, IpPath path, bool recompute)
    {
        ushort checksum;
        if (recompute)
        {
            BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
            uint sum = MessageChecksum.Sum(reply.FirstNetBuffer);
            if (_family == IpFamily.V6)
            {
                sum += InternetChecksum.PseudoHeader(path.Source, path.Destination, IpProtocol.IcmpV6, (uint)reply.FirstNetBuffer.DataLength);
            }

            checksum = InternetChecksum.Finish(sum);
        }
        else
        {
            checksum = InternetChecksum.Update(
                BinaryPrimitives.ReadUInt16BigEndian(request[2..]), BinaryPrimitives.ReadUInt16BigEndian(request), BinaryPrimitives.ReadUInt16BigEndian(message));
        }

        BinaryPrimitives.WriteUInt16BigEndian(message[2..], checksum);
    }

    // DATAGRAM_DATA: data at the ICMP header, both directions.
    private InspectionAction ShowData(NetBufferList list, ReadOnlySpan<byte> header, ReadOnlySpan<byte> request, bool inbound)
    {
        if (_datagram.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound);
        PacketInspection.DescribePorts(ref context, header[0], header[1]);
        PacketInspection.DescribeEcho(ref context, header);
        _stack.Icmp.DescribeEchoFlow(ref context, request[0], request[1]);
        return PacketInspection.Run(_datagram, handler, ref context, _stack.Drops);
    }
}
