using System.Buffers.Binary;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Reads the packet that an ICMP error quotes and tells the transport that may have sent it (RFC 1122 section 3.2.2, RFC 4443 section 2.4).</summary>
internal sealed class IcmpErrorReceiver(TcpIpStack stack, IpFamily family, IcmpStatistics statistics)
{
    private const int HeaderSize = Icmp4Header.Size;
    private const int MinimumTransport = 8;
    private const int ScratchSize = 1280;

    private readonly InspectionPoint _inboundError = stack.Inspection[InspectionLayer.InboundIcmpError, family];

    // RFC 1191 section 7: MTUs to try when an old router does not say one.
    private static readonly ushort[] Plateaus = [65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68];

    /// <summary>Acts on an error. The list stays the caller's.</summary>
    /// <param name="list">Data starts at the ICMP header, checksum checked.</param>
    /// <returns>Why it was not handed to a transport, or null.</returns>
    internal DropCause? Receive(NetBufferList list)
    {
        Span<byte> scratch = stackalloc byte[ScratchSize];
        ReadOnlySpan<byte> message = Peek(list, scratch);
        if (!TryReadQuote(message[HeaderSize..], out IpHeaderInfo quote, out DropCause? cause))
        {
            return cause;
        }

        IcmpErrorKind kind = IcmpFormat.Kind(family, message[0], message[1]);
        int mtu = 0;
        if (kind == IcmpErrorKind.PacketTooBig && !TryReadMtu(message, quote, out mtu))
        {
            return IcmpDrops.PacketTooBigIgnored;
        }

        cause = ShowOurs(list, message, quote);
        if (cause is not null)
        {
            return cause;
        }

        ITransportProtocol? transport = stack.Ip.For(family).Transports[quote.Protocol];
        if (transport is null)
        {
            return IcmpDrops.QuoteUnknownProtocol;
        }

        statistics.InErrorReportsCount++;
        transport.OnIcmpError(new IcmpErrorInfo
        {
            Kind = kind,
            Type = message[0],
            Code = message[1],
            Local = quote.Source,
            Remote = quote.Destination,
            Reporter = list.Network.Source,
            Protocol = quote.Protocol,
            Transport = message[(HeaderSize + quote.HeaderSize)..],
            Mtu = mtu,
            Pointer = family == IpFamily.V4 ? message[4] : BinaryPrimitives.ReadUInt32BigEndian(message[4..]),
            InterfaceIndex = list.Network.InterfaceIndex,
        });
        return null;
    }

    /// <summary>Acts on an ICMPv4 redirect. The list stays the caller's.</summary>
    internal DropCause? ReceiveRedirect(NetBufferList list)
    {
        statistics.InRedirectsCount++;
        Span<byte> scratch = stackalloc byte[ScratchSize];
        ReadOnlySpan<byte> message = Peek(list, scratch);
        if (!TryReadQuote(message[HeaderSize..], out IpHeaderInfo quote, out DropCause? cause))
        {
            return cause;
        }

        cause = ShowOurs(list, message, quote);
        if (cause is not null)
        {
            return cause;
        }

        IpInterface? incoming = stack.FindInterface(list.Network.InterfaceIndex);
        bool known = message[1] <= Icmp4Codes.RedirectServiceHost && incoming is not null && incoming.FindAddress(quote.Source) is not null;
        return known
            ? RedirectRules.Accept(stack.V4, incoming!, list.Network.Source, quote.Destination, IpAddress.ReadV4(message[4..]))
            : IcmpDrops.RedirectRejected;
    }

    /// <summary>Shows an error that the stack does not act upon. The list stays the caller's.</summary>
    /// <returns>Why it is dropped: a filter, or <paramref name="otherwise"/>.</returns>
    internal DropCause ReceiveIgnored(NetBufferList list, DropCause otherwise)
    {
        Span<byte> scratch = stackalloc byte[ScratchSize];
        ReadOnlySpan<byte> message = Peek(list, scratch);
        DropCause? shown = TryReadQuote(message[HeaderSize..], out IpHeaderInfo quote, out _) ? ShowOurs(list, message, quote) : null;
        return shown is null || shown == IcmpDrops.QuoteNotOurs ? otherwise : shown;
    }

    // The endpoint that sent what the error is about; 0 when there is none, or none any more.
    private ulong EndpointOf(ReadOnlySpan<byte> header, in IpHeaderInfo quote)
    {
        if (quote.Protocol is not ((byte)IpProtocol.Tcp or (byte)IpProtocol.Udp) || stack.Ip.For(family).Transports[quote.Protocol] is not { } transport)
        {
            return 0;
        }

        InspectionContext sent = default;
        sent.Compartment = 1;
        sent.LocalAddress = quote.Source;
        sent.RemoteAddress = quote.Destination;
        sent.LocalPort = BinaryPrimitives.ReadUInt16BigEndian(header);
        sent.RemotePort = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        transport.DescribeFlow(ref sent);
        return sent.EndpointHandle;
    }

    private DropCause? ShowOurs(NetBufferList list, ReadOnlySpan<byte> message, in IpHeaderInfo quote)
    {
        bool isOurs = stack.Ip.For(family).FindLocal(quote.Source, null) is not null || quote.Source.IsLoopback;
        return isOurs ? Show(list, message, quote) : IcmpDrops.QuoteNotOurs;
    }

    private static ReadOnlySpan<byte> Peek(NetBufferList list, Span<byte> scratch)
    {
        int length = Math.Min(list.FirstNetBuffer.DataLength, scratch.Length);
        list.FirstNetBuffer.TryGetContiguous(length, scratch, out ReadOnlySpan<byte> message);
        return message;
    }

    // The quote may be cut anywhere behind eight bytes of the transport header; its lengths are those of the packet as it was.
    private bool TryReadQuote(ReadOnlySpan<byte> quote, out IpHeaderInfo info, out DropCause? cause)
    {
        cause = family == IpFamily.V4
            ? IPv4Family.Parse(quote, int.MaxValue, trustChecksum: true, out info)
            : IPv6Family.Parse(quote, int.MaxValue, trustChecksum: true, out info);

        // A large send was quoted before it was cut, with length zero: nothing depends on the length.
        if (cause is not null && cause != IpDrops.TotalLengthBelowHeader)
        {
            cause = IcmpDrops.QuoteTooShort;
            return false;
        }

        cause = null;
        if (family == IpFamily.V6)
        {
            SkipExtensions(quote, ref info);
        }

        if (info.IsFragment && info.FragmentOffset != 0)
        {
            cause = IcmpDrops.QuoteIsFragment;
        }
        else if (quote.Length < info.HeaderSize + MinimumTransport)
        {
            cause = IcmpDrops.QuoteTooShort;
        }

        return cause is null;
    }

    private static void SkipExtensions(ReadOnlySpan<byte> quote, ref IpHeaderInfo info)
    {
        IPv6ExtensionReader reader = new(quote, (IpProtocol)info.Protocol);
        while (reader.MoveNext())
        {
            if (reader.Type == IpProtocol.FragmentHeader && IPv6FragmentHeader.TryParse(reader.Data, out IPv6FragmentHeader fragment))
            {
                info.IsFragment = true;
                info.FragmentOffset = fragment.FragmentOffset;
            }
        }

        info.Protocol = (byte)reader.NextHeader;
        info.HeaderSize = reader.NextOffset;
    }

    // RFC 1191 section 4, RFC 8201 section 4.
    private bool TryReadMtu(ReadOnlySpan<byte> message, in IpHeaderInfo quote, out int mtu)
    {
        if (family == IpFamily.V6)
        {
            uint said = BinaryPrimitives.ReadUInt32BigEndian(message[4..]);
            mtu = (int)Math.Min(said, int.MaxValue);
            return said >= IPv6Header.MinimumMtu;
        }

        mtu = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        if (mtu == 0)
        {
            mtu = Plateau(quote.PacketLength);
        }

        return mtu >= Plateaus[^1] && mtu < quote.PacketLength;
    }

    private static int Plateau(int length)
    {
        foreach (ushort plateau in Plateaus)
        {
            if (plateau < length)
            {
                return plateau;
            }
        }

        return 0;
    }

    // INBOUND_ICMP_ERROR: data at the embedded IP header.
    private DropCause? Show(NetBufferList list, ReadOnlySpan<byte> message, in IpHeaderInfo quote)
    {
        if (_inboundError.Handler is not { } handler)
        {
            return null;
        }

        list.FirstNetBuffer.Advance(HeaderSize);
        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound: true);
        PacketInspection.DescribePorts(ref context, message[0], message[1]);
        context.LocalAddress = quote.Source;
        context.EndpointHandle = EndpointOf(message[(HeaderSize + quote.HeaderSize)..], quote);
        InspectionAction action = PacketInspection.Run(_inboundError, handler, ref context, stack.Drops);
        if (action == InspectionAction.Absorb)
        {
            return IcmpProtocol.Absorbed;
        }

        list.FirstNetBuffer.Retreat(HeaderSize);
        return action == InspectionAction.Permit ? null : IcmpProtocol.Filtered;
    }
}
