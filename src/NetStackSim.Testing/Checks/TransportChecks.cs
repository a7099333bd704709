using NetStackSim.Packets;

namespace NetStackSim.Testing;

internal sealed class TcpCheck(TcpFlags? flags, ushort? from, ushort? to, uint? sequence, uint? acknowledgment, int? window, int? length) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (packet.Protocol != IpProtocol.Tcp || !TcpHeader.TryParse(packet.Transport, out TcpHeader header))
        {
            packet.Fail("TCP: there is no TCP segment in the frame");
            return;
        }

        if (flags is { } expected && expected != header.Flags)
        {
            packet.Fail($"TCP flags: expected {expected}, was {header.Flags}");
        }

        packet.ExpectIfGiven("TCP source port", from, header.SourcePort);
        packet.ExpectIfGiven("TCP destination port", to, header.DestinationPort);
        packet.ExpectIfGiven("TCP sequence number", sequence, header.SequenceNumber.Value);
        packet.ExpectIfGiven("TCP acknowledgment number", acknowledgment, header.AcknowledgmentNumber.Value);
        packet.ExpectIfGiven("TCP window", window, header.Window);
        packet.ExpectIfGiven("TCP payload length", length, header.Payload.Length);
    }

    public override string ToString() =>
        new CheckText("TCP").Add("", flags).AddEnds(from, to).Add("seq", sequence).Add("ack", acknowledgment).Add("win", window).Add("len", length).ToString();
}

internal sealed class TcpOptionsCheck(ushort? maximumSegmentSize, byte? windowShift, bool? sackPermitted, bool? timestamps, int? sackBlocks) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (packet.Protocol != IpProtocol.Tcp || !TcpHeader.TryParse(packet.Transport, out TcpHeader header))
        {
            packet.Fail("TCP options: there is no TCP segment in the frame");
            return;
        }

        var options = default(TcpOptions);
        if (!options.Parse(header.OptionBytes))
        {
            packet.Fail("TCP options: they cannot be read");
            return;
        }

        if (maximumSegmentSize is not null && !options.HasMaximumSegmentSize)
        {
            packet.Fail("TCP MSS: there is none");
        }
        else
        {
            packet.ExpectIfGiven("TCP MSS", maximumSegmentSize, options.MaximumSegmentSize);
        }

        if (windowShift is not null && !options.HasWindowScale)
        {
            packet.Fail("TCP window scale: there is none");
        }
        else
        {
            packet.ExpectIfGiven("TCP window scale", windowShift, options.WindowShift);
        }

        packet.ExpectIfGiven("TCP SACK permitted", sackPermitted, options.HasSackPermitted);
        packet.ExpectIfGiven("TCP timestamps", timestamps, options.HasTimestamps);
        packet.ExpectIfGiven("TCP SACK blocks", sackBlocks, options.SackCount);
    }

    public override string ToString() =>
        new CheckText("Options").Add("MSS", maximumSegmentSize).Add("window scale", windowShift).Add("SACK permitted", sackPermitted)
            .Add("timestamps", timestamps).Add("SACK blocks", sackBlocks).ToString();
}

internal sealed class UdpCheck(ushort? from, ushort? to, int? length) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (packet.Protocol != IpProtocol.Udp || !UdpHeader.TryParse(packet.Transport, out UdpHeader header))
        {
            packet.Fail("UDP: there is no UDP datagram in the frame");
            return;
        }

        packet.ExpectIfGiven("UDP source port", from, header.SourcePort);
        packet.ExpectIfGiven("UDP destination port", to, header.DestinationPort);
        packet.ExpectIfGiven("UDP payload length", length, header.Payload.Length);
    }

    public override string ToString() => new CheckText("UDP").AddEnds(from, to).Add("len", length).ToString();
}

internal sealed class Icmp4Check(Icmp4Type? type, byte? code) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (packet.Protocol != IpProtocol.Icmp || !Icmp4Header.TryParse(packet.Transport, out Icmp4Header header))
        {
            packet.Fail("ICMP: there is no ICMP message in the frame");
            return;
        }

        if (type is { } expected && expected != header.Type)
        {
            packet.Fail($"ICMP type: expected {expected}, was {header.Type}");
        }

        packet.ExpectIfGiven("ICMP code", code, header.Code);
    }

    public override string ToString() => new CheckText("ICMP").Add("", type).Add("code", code).ToString();
}

internal sealed class Icmp6Check(Icmp6Type? type, byte? code) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (packet.Protocol != IpProtocol.IcmpV6 || !Icmp6Header.TryParse(packet.Transport, out Icmp6Header header))
        {
            packet.Fail("ICMPv6: there is no ICMPv6 message in the frame");
            return;
        }

        if (type is { } expected && expected != header.Type)
        {
            packet.Fail($"ICMPv6 type: expected {expected}, was {header.Type}");
        }

        packet.ExpectIfGiven("ICMPv6 code", code, header.Code);
    }

    public override string ToString() => new CheckText("ICMPv6").Add("", type).Add("code", code).ToString();
}

internal sealed class PayloadCheck(byte[] expected) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        ReadOnlySpan<byte> actual = Find(packet, out bool found);
        if (!found)
        {
            packet.Fail("payload: there is no TCP, UDP or ICMP header in the frame");
            return;
        }

        if (actual.Length != expected.Length)
        {
            packet.Fail($"payload: expected {expected.Length} bytes, was {actual.Length}");
        }

        int same = actual.CommonPrefixLength(expected);
        if (same < Math.Min(actual.Length, expected.Length))
        {
            packet.Fail($"payload: differs from byte {same} on, expected 0x{expected[same]:x2}, was 0x{actual[same]:x2}");
        }
    }

    public override string ToString() => $"Payload({expected.Length} bytes)";

    private static ReadOnlySpan<byte> Find(PacketInspection packet, out bool found)
    {
        found = true;
        switch (packet.Protocol)
        {
            case IpProtocol.Tcp when TcpHeader.TryParse(packet.Transport, out TcpHeader tcp):
                return tcp.Payload;
            case IpProtocol.Udp when UdpHeader.TryParse(packet.Transport, out UdpHeader udp):
                return udp.Payload;
            case IpProtocol.Icmp when Icmp4Header.TryParse(packet.Transport, out Icmp4Header icmp):
                return icmp.Payload;
            case IpProtocol.IcmpV6 when Icmp6Header.TryParse(packet.Transport, out Icmp6Header icmp):
                return icmp.Payload;
            default:
                found = false;
                return default;
        }
    }
}
