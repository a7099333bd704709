using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>IPv6 extension headers as a node processes them (RFC 8200 section 4): in order, each with its rule and its parameter problem.</summary>
internal static class IPv6Extensions
{
    // RFC 8504 section 5.3 lets a host limit what it follows; no legitimate packet comes near.
    private const int MaximumHeaders = 16;
    private const int LengthUnit = 8;
    private const int RouterAlertLength = 2;

    /// <summary>Bytes of a packet from its base header on that are looked at for extension headers.</summary>
    internal const int MaximumChain = 1024;

    /// <summary>Processes a hop-by-hop header directly behind the base header and steps over it.</summary>
    internal static HeaderProblem CheckHopByHop(ReadOnlySpan<byte> packet, ref IpHeaderInfo info)
    {
        int length = ExtensionLength(packet, info.HeaderSize);
        if (length == 0)
        {
            return HeaderProblem.Tell(IpDrops.ExtensionTruncated, Icmp6Codes.ErroneousHeader, 4);
        }

        HeaderProblem problem = CheckOptions(packet.Slice(info.HeaderSize, length), info.HeaderSize, info.PacketLength);
        if (problem.IsNone)
        {
            StepOver(packet, ref info, length);
        }

        return problem;
    }

    /// <summary>Walks from where the transit options ended to the transport header or a fragment header, whichever comes first.</summary>
    internal static HeaderProblem Walk(ReadOnlySpan<byte> packet, ref IpHeaderInfo info)
    {
        for (int count = 0; count <= MaximumHeaders; count++)
        {
            HeaderProblem problem;
            switch ((IpProtocol)info.Protocol)
            {
                case IpProtocol.HopByHopOptions:
                    // Anywhere but behind the base header it is an unrecognised next header (RFC 8200 section 4.1).
                    return HeaderProblem.Tell(IpDrops.HopByHopMisplaced, Icmp6Codes.UnknownNextHeader, info.NextHeaderFieldOffset);
                case IpProtocol.DestinationOptions:
                    problem = DestinationOptions(packet, ref info);
                    break;
                case IpProtocol.RoutingHeader:
                    problem = Routing(packet, ref info);
                    break;
                case IpProtocol.FragmentHeader:
                    return Fragment(packet, ref info);
                case IpProtocol.NoNextHeader:
                    return new HeaderProblem(IpDrops.NoNextHeader);
                default:
                    info.HasOptions = info.HeaderSize != IPv6Header.Size;
                    return default;
            }

            if (!problem.IsNone)
            {
                return problem;
            }
        }

        return new HeaderProblem(IpDrops.TooManyExtensions);
    }

    private static HeaderProblem DestinationOptions(ReadOnlySpan<byte> packet, ref IpHeaderInfo info)
    {
        int length = ExtensionLength(packet, info.HeaderSize);
        if (length == 0)
        {
            return new HeaderProblem(IpDrops.ExtensionTruncated);
        }

        HeaderProblem problem = CheckOptions(packet.Slice(info.HeaderSize, length), info.HeaderSize, info.PacketLength);
        if (problem.IsNone)
        {
            StepOver(packet, ref info, length);
        }

        return problem;
    }

    // No routing type is implemented; type 0 must not be (RFC 5095). With no segments left the header is skipped.
    private static HeaderProblem Routing(ReadOnlySpan<byte> packet, ref IpHeaderInfo info)
    {
        int length = ExtensionLength(packet, info.HeaderSize);
        if (length == 0 || !IPv6RoutingHeader.TryParse(packet.Slice(info.HeaderSize, length), out IPv6RoutingHeader header))
        {
            return new HeaderProblem(IpDrops.ExtensionTruncated);
        }

        if (header.SegmentsLeft != 0)
        {
            return HeaderProblem.Tell(IpDrops.RoutingTypeUnknown, Icmp6Codes.ErroneousHeader, info.HeaderSize + 2);
        }

        StepOver(packet, ref info, length);
        return default;
    }

    private static HeaderProblem Fragment(ReadOnlySpan<byte> packet, ref IpHeaderInfo info)
    {
        if (!IPv6FragmentHeader.TryParse(packet[Math.Min(info.HeaderSize, packet.Length)..], out IPv6FragmentHeader header))
        {
            return new HeaderProblem(IpDrops.ExtensionTruncated);
        }

        info.IsFragment = true;
        info.UnfragmentableSize = info.HeaderSize;
        info.FragmentOffset = header.FragmentOffset;
        info.MoreFragments = header.MoreFragments;
        info.FragmentId = header.Identification;
        info.Protocol = (byte)header.NextHeader;
        info.HeaderSize += IPv6FragmentHeader.Size;
        info.HasOptions = true;
        return default;
    }

    // Zero when the header does not fit the packet.
    private static int ExtensionLength(ReadOnlySpan<byte> packet, int offset)
    {
        if (packet.Length - offset < LengthUnit)
        {
            return 0;
        }

        int length = (packet[offset + 1] + 1) * LengthUnit;
        return length <= packet.Length - offset ? length : 0;
    }

    private static void StepOver(ReadOnlySpan<byte> packet, ref IpHeaderInfo info, int length)
    {
        info.Protocol = packet[info.HeaderSize];
        info.NextHeaderFieldOffset = info.HeaderSize;
        info.HeaderSize += length;
        info.HasOptions = true;
    }

    // RFC 8200 section 4.2: unknown options say themselves what to do with them.
    private static HeaderProblem CheckOptions(ReadOnlySpan<byte> header, int headerOffset, int packetLength)
    {
        IPv6OptionReader options = new(header);
        while (options.MoveNext())
        {
            HeaderProblem problem = CheckOption(options, headerOffset, packetLength);
            if (!problem.IsNone)
            {
                return problem;
            }
        }

        return options.IsMalformed
            ? HeaderProblem.Tell(IpDrops.OptionTruncated, Icmp6Codes.ErroneousHeader, headerOffset + options.Offset)
            : default;
    }

    private static HeaderProblem CheckOption(in IPv6OptionReader option, int headerOffset, int packetLength)
    {
        int pointer = headerOffset + option.Offset;
        switch (option.Type)
        {
            case IPv6OptionReader.Pad1 or IPv6OptionReader.PadN:
                return default;
            case IPv6OptionReader.RouterAlert when option.Data.Length == RouterAlertLength:
                return default;
            case IPv6OptionReader.JumboPayload:
                // RFC 2675 section 3: together with a payload length it is an error; without one it is a jumbogram, which no link here carries.
                return HeaderProblem.Tell(IpDrops.Jumbogram, Icmp6Codes.ErroneousHeader, packetLength == IPv6Header.Size ? 4 : pointer);
        }

        return option.ActionWhenUnknown switch
        {
            IPv6UnknownOptionAction.Skip => default,
            IPv6UnknownOptionAction.Discard => new HeaderProblem(IpDrops.OptionUnknownDiscard),
            IPv6UnknownOptionAction.DiscardAndReport =>
                new HeaderProblem(IpDrops.OptionUnknownReport, HeaderProblem.Reporting.Always, Icmp6Codes.UnknownOption, (uint)pointer),
            _ => HeaderProblem.Tell(IpDrops.OptionUnknownReport, Icmp6Codes.UnknownOption, pointer),
        };
    }
}
