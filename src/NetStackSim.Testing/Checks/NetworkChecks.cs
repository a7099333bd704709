using NetStackSim.Packets;

namespace NetStackSim.Testing;

internal sealed class IPv4Check(IpAddress? source, IpAddress? destination, byte? timeToLive, byte? trafficClass, bool? dontFragment) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (packet.EtherType != EtherTypes.IPv4 || !IPv4Header.TryParse(packet.Network, out IPv4Header header))
        {
            packet.Fail("IPv4: there is no IPv4 packet in the frame");
            return;
        }

        packet.ExpectIfGiven("IPv4 source", source, header.Source);
        packet.ExpectIfGiven("IPv4 destination", destination, header.Destination);
        packet.ExpectIfGiven("IPv4 time to live", timeToLive, header.TimeToLive);
        packet.ExpectIfGiven("IPv4 traffic class", trafficClass, header.TrafficClass);
        packet.ExpectIfGiven("IPv4 DF flag", dontFragment, header.DontFragment);
        if (!header.IsChecksumValid)
        {
            packet.Fail($"IPv4 header checksum: 0x{header.Checksum:x4} is wrong");
        }
    }

    public override string ToString() =>
        new CheckText("IPv4").AddEnds(source, destination).Add("TTL", timeToLive).Add("class", trafficClass).Add("DF", dontFragment).ToString();
}

internal sealed class IPv6Check(IpAddress? source, IpAddress? destination, byte? hopLimit, byte? trafficClass) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (packet.EtherType != EtherTypes.IPv6 || !IPv6Header.TryParse(packet.Network, out IPv6Header header))
        {
            packet.Fail("IPv6: there is no IPv6 packet in the frame");
            return;
        }

        packet.ExpectIfGiven("IPv6 source", source, header.Source);
        packet.ExpectIfGiven("IPv6 destination", destination, header.Destination);
        packet.ExpectIfGiven("IPv6 hop limit", hopLimit, header.HopLimit);
        packet.ExpectIfGiven("IPv6 traffic class", trafficClass, header.TrafficClass);
    }

    public override string ToString() =>
        new CheckText("IPv6").AddEnds(source, destination).Add("hop limit", hopLimit).Add("class", trafficClass).ToString();
}

internal sealed class FragmentCheck(int offset, bool more) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (!packet.IsIp)
        {
            packet.Fail("Fragment: there is no IP packet in the frame");
            return;
        }

        packet.Expect("fragment offset", offset, packet.FragmentOffset);
        packet.Expect("more fragments", more, packet.HasMoreFragments);
    }

    public override string ToString() => $"Fragment(offset {offset}{(more ? ", more follow" : ", the last")})";
}

internal sealed class ValidCheck : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        FrameProblems problems = FrameValidator.Validate(packet.Frame);
        if (problems != FrameProblems.None)
        {
            packet.Fail($"validity: wrong {problems}");
        }
    }

    public override string ToString() => "Valid()";
}
