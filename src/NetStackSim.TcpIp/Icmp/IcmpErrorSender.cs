using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Sends ICMP errors about received packets: when they are allowed (RFC 1122 section 3.2.2, RFC 4443 section 2.4), how much they quote, how many a second.</summary>
internal sealed class IcmpErrorSender : INetBufferListOwner
{
    private const int HeaderSize = Icmp4Header.Size;

    // RFC 1812 section 4.3.2.3: as much as fits in 576 bytes; RFC 4443: in 1280.
    private const int MaximumPacketV4 = 576;
    private const int MinimumQuoteV4 = 8;
    private const int FragmentFieldOffset = 6;
    private const int FragmentOffsetMask = 0x1FFF;

    private readonly TcpIpStack _stack;
    private readonly IcmpLayer _icmp;
    private readonly TokenBucket _bucketV4;
    private readonly TokenBucket _bucketV6;

    internal IcmpErrorSender(TcpIpStack stack, IcmpLayer icmp)
    {
        _stack = stack;
        _icmp = icmp;
        _bucketV4 = new TokenBucket(stack.Profile.IcmpErrorBurst, stack.Profile.IcmpErrorsPerSecond);
        _bucketV6 = new TokenBucket(stack.Profile.IcmpErrorBurst, stack.Profile.IcmpErrorsPerSecond);
    }

    /// <summary>Sends one error, or not when a rule forbids it.</summary>
    /// <param name="packet">The received packet; data starts <see cref="NetworkLayerInfo.IpHeaderSize"/> bytes behind its IP header. Stays the caller's, unchanged.</param>
    /// <param name="type">ICMP type of the family.</param>
    /// <param name="code">ICMP code.</param>
    /// <param name="rest">The second word of the header.</param>
    /// <param name="evenToGroups">IPv6: also about packets to multicast addresses.</param>
    internal void Send(NetBufferList packet, byte type, byte code, uint rest, bool evenToGroups)
    {
        IpFamily family = packet.Network.Source.Family;
        int headerSize = packet.Network.IpHeaderSize;
        packet.FirstNetBuffer.Retreat(headerSize);
        if (IsAllowed(packet, family, headerSize, evenToGroups) && TakesToken(packet, family, type, code))
        {
            Compose(packet, family, type, code, rest);
        }

        packet.FirstNetBuffer.Advance(headerSize);
    }

    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        while (chain.RemoveFirst() is { } list)
        {
            list.Free();
        }
    }

    // Data is at the IP header.
    private bool IsAllowed(NetBufferList packet, IpFamily family, int headerSize, bool evenToGroups)
    {
        ref NetworkLayerInfo network = ref packet.Network;
        IpAddress source = network.Source;
        bool badSource = source.IsUnspecified || source.IsMulticast || source.IsLimitedBroadcast || source.IsReserved || source.IsThisNetwork
            || (source.IsLoopback && (network.Flags & NetworkFlags.Loopback) == 0);
        bool toGroup = (network.Flags & (NetworkFlags.GroupFrame | NetworkFlags.GroupDestination)) != 0
            || network.Destination.IsMulticast || network.Destination.IsLimitedBroadcast;
        return !badSource && (!toGroup || evenToGroups) && !IsAboutError(packet, family, headerSize);
    }

    private bool TakesToken(NetBufferList packet, IpFamily family, byte type, byte code)
    {
        TokenBucket bucket = family == IpFamily.V4 ? _bucketV4 : _bucketV6;
        if (bucket.TryTake(_stack.Kernel.Now))
        {
            return true;
        }

        _icmp.For(family).Statistics.OutRateLimitedCount++;
        _stack.Drops.DropError(IcmpDrops.ErrorRateLimited, packet, type, code);
        return false;
    }

    // Never about an ICMP error, nor about a fragment that is not the first.
    private static bool IsAboutError(NetBufferList packet, IpFamily family, int headerSize)
    {
        Span<byte> header = stackalloc byte[IPv4Header.MaximumSize + 1];
        int copied = packet.FirstNetBuffer.CopyTo(0, header);
        if (family == IpFamily.V4)
        {
            if (copied < IPv4Header.Size)
            {
                return true;
            }

            bool laterFragment = (BinaryPrimitives.ReadUInt16BigEndian(header[FragmentFieldOffset..]) & FragmentOffsetMask) != 0;
            int size = (header[0] & 0xF) * 4;
            bool isIcmp = header[9] == (byte)IpProtocol.Icmp;
            return laterFragment || (isIcmp && (size >= copied || IcmpFormat.IsError(family, header[size])));
        }

        if (packet.Network.Protocol != (byte)IpProtocol.IcmpV6)
        {
            return false;
        }

        int transport = Math.Max(headerSize, IPv6Header.Size);
        Span<byte> type = stackalloc byte[1];
        return packet.FirstNetBuffer.CopyTo(transport, type) == 0 || IcmpFormat.IsError(family, type[0]);
    }

    private void Compose(NetBufferList packet, IpFamily family, byte type, byte code, uint rest)
    {
        IpAddress destination = packet.Network.Source;
        if (!TryGetPath(packet, family, destination, out IpPath? path))
        {
            return;
        }

        int quote = Math.Min(packet.FirstNetBuffer.DataLength, QuoteLimit(packet, family));
        if (!_stack.Buffers.TryRent(HeaderSize + quote, out NetBufferList? list))
        {
            _stack.Drops.DropError(IcmpDrops.ErrorAllocation, packet, type, code);
            return;
        }

        list.FirstNetBuffer.DataLength = HeaderSize + quote;
        Span<byte> message = list.FirstNetBuffer.GetWritable(HeaderSize + quote);
        message[0] = type;
        message[1] = code;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], rest);
        packet.FirstNetBuffer.CopyTo(0, message[HeaderSize..]);
        _stack.Kernel.Copies.Add(CopyKind.StackOther, quote);
        WriteChecksum(message, family, path!);
        Describe(list, family, path!);
        InspectionAction action = Show(list, family, type, code);
        if (action != InspectionAction.Permit)
        {
            if (action == InspectionAction.Block)
            {
                list.Free();
            }

            return;
        }

        IcmpStatistics statistics = _icmp.For(family).Statistics;
        statistics.OutMessagesCount++;
        statistics.OutErrorReportsCount++;
        NetBufferListChain chain = new(list);
        path!.Network.Send(ref chain, path);
    }

    private int QuoteLimit(NetBufferList packet, IpFamily family)
    {
        if (family == IpFamily.V6)
        {
            return IPv6Header.MinimumMtu - IPv6Header.Size - HeaderSize;
        }

        Span<byte> first = stackalloc byte[1];
        packet.FirstNetBuffer.CopyTo(0, first);
        return _stack.Profile.QuoteWholePacketV4
            ? MaximumPacketV4 - IPv4Header.Size - HeaderSize
            : ((first[0] & 0xF) * 4) + MinimumQuoteV4;
    }

    // ICM-020: from the address the packet was sent to when it is ours, else from the one that routing chooses.
    private bool TryGetPath(NetBufferList packet, IpFamily family, in IpAddress destination, out IpPath? path)
    {
        IpNetwork network = _stack.Ip.For(family);
        IpInterface? incoming = _stack.FindInterface(packet.Network.InterfaceIndex);
        bool ours = network.FindLocal(packet.Network.Destination, incoming) is { IsUsable: true };
        IpAddress source = ours ? packet.Network.Destination : family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;

        // A link-local peer can only be reached where it was heard.
        uint index = destination.IsLinkLocal && destination.IsV6 ? packet.Network.InterfaceIndex : 0;
        return network.Paths.TryGet(destination, source, index, out path).IsSuccess;
    }

    private static void WriteChecksum(Span<byte> message, IpFamily family, IpPath path)
    {
        if (family == IpFamily.V4)
        {
            Icmp4Header.FillChecksum(message);
        }
        else
        {
            Icmp6Header.FillChecksum(message, path.Source, path.Destination);
        }
    }

    private void Describe(NetBufferList list, IpFamily family, IpPath path)
    {
        list.Owner = this;
        list.CorrelationId = _stack.Kernel.NextCorrelationId();
        list.Network.Protocol = IcmpFormat.Protocol(family);
        list.Network.HopLimit = path.Interface.For(family).HopLimit;
        list.Network.TrafficClass = 0;
        list.Network.Flags = NetworkFlags.None;
        list.Network.IpHeaderSize = 0;
        list.Network.TransportHeaderSize = HeaderSize;
        list.Network.Source = path.Source;
        list.Network.Destination = path.Destination;
        list.Network.InterfaceIndex = path.Interface.Index;
    }

    // OUTBOUND_ICMP_ERROR: data at the ICMP header.
    private InspectionAction Show(NetBufferList list, IpFamily family, byte type, byte code)
    {
        InspectionPoint point = _stack.Inspection[InspectionLayer.OutboundIcmpError, family];
        if (point.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound: false);
        PacketInspection.DescribePorts(ref context, type, code);
        return PacketInspection.Run(point, handler, ref context, _stack.Drops);
    }
}
