using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Group H: neighbour discovery.</summary>
internal static class DiscoveryAttacks
{
    private static readonly IpAddress Router = IpAddress.Parse("fe80::99");

    public static IEnumerable<Attack> All =>
    [
        new("H01", "RDNSS of even length", rig => Advertise(rig, [25, 4, 0, 0, 0, 0, 0, 60, .. new byte[24]])),
        new("H03", "DNSSL that does not end", rig => Advertise(rig, [31, 2, 0, 0, 0, 0, 0, 60, 63, 1, 2, 3, 4, 5, 6, 0xC0])),
        new("H04", "option length zero", OptionZero),
        new("H05", "option beyond the message", OptionBeyond),
        new("H07", "prefix lies", Prefixes),
        new("H09", "hop limit and source", HopLimits),
        new("H10", "advertisement flood", AdvertisementFlood),
        new("H12", "timer values", Timers),
        new("H15", "bad solicitations", BadSolicitations),
        new("H17", "redirects", Redirects),
        new("H23", "bad checksums and cuts", BadChecksums),
        new("H24", "neighbour cache exhaustion", Exhaustion),
    ];

    private static void Advertise(AttackRig rig, byte[] options, uint reachable = 0, uint retransmit = 0)
    {
        byte[] message = new byte[16 + options.Length];
        RouterAdvertisement.Write(message, 64, false, false, 1800, reachable, retransmit);
        options.CopyTo(message.AsSpan(16));
        rig.Send(rig.Frame().IPv6(Router, IpAddress.Parse("ff02::1"), hopLimit: 255).Icmp6Message(message));

        // Whatever the host thinks of this one, a broken one is dropped.
        rig.SendQuietly("NdHopLimit", rig.Frame().IPv6(Router, IpAddress.Parse("ff02::1"), hopLimit: 254).Icmp6Message(message));
    }

    private static void OptionZero(AttackRig rig)
    {
        foreach (byte[] message in Messages())
        {
            byte[] whole = [.. message, 1, 0, 0, 0, 0, 0, 0, 0];
            rig.SendQuietly(rig.Frame().IPv6(Router, AttackRig.Dut6, hopLimit: 255).Icmp6Message(whole).Build());
        }

        Assert.True(rig.Drops("NdOptionLengthZero") > 0);
    }

    private static void OptionBeyond(AttackRig rig)
    {
        foreach (byte[] message in Messages())
        {
            rig.SendQuietly(rig.Frame().IPv6(Router, AttackRig.Dut6, hopLimit: 255).Icmp6Message([.. message, 1, 2, 0, 0, 0, 0, 0, 0]).Build());
            rig.SendQuietly(rig.Frame().IPv6(Router, AttackRig.Dut6, hopLimit: 255).Icmp6Message([.. message, 1]).Build());
        }

        Assert.True(rig.Drops("NdOptionTruncated") > 0);
    }

    private static void Prefixes(AttackRig rig)
    {
        foreach ((byte length, uint valid, uint preferred) in new[] { ((byte)129, 100u, 50u), ((byte)255, 100u, 50u), ((byte)64, 50u, 100u), ((byte)63, uint.MaxValue, 1u) })
        {
            byte[] option = new byte[32];
            NdOptionWriter.WritePrefixInformation(option, new NdPrefixInformation(IpPrefix.Parse("fd55::/64"), true, true, valid, preferred));
            option[2] = length;
            Advertise(rig, option);
        }
    }

    private static void HopLimits(AttackRig rig)
    {
        foreach (byte[] message in Messages())
        {
            rig.SendQuietly("NdHopLimit", rig.Frame().IPv6(Router, AttackRig.Dut6, hopLimit: 254).Icmp6Message(message));
        }

        byte[] advertisement = new byte[16];
        RouterAdvertisement.Write(advertisement, 64, false, false, 1800, 0, 0);
        rig.SendQuietly(rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, hopLimit: 255).Icmp6Message(advertisement).Build());
    }

    private static void AdvertisementFlood(AttackRig rig)
    {
        int routes = rig.Host.Stack.Store.GetRoutes().Count;
        byte[] message = new byte[48];
        for (int i = 0; i < 20_000; i++)
        {
            RouterAdvertisement.Write(message, 64, false, false, 1800, 0, 0);
            var prefix = IpPrefix.Parse($"fd{i & 0xFF:x2}:{i:x}::/64");
            NdOptionWriter.WritePrefixInformation(message.AsSpan(16), new NdPrefixInformation(prefix, true, true, 100_000, 50_000));
            var router = IpAddress.FromV6(0xFE80_0000_0000_0000, (ulong)(i + 1000));
            rig.Send(rig.Frame().IPv6(router, IpAddress.Parse("ff02::1"), hopLimit: 255).Icmp6Message(message));
        }

        Assert.InRange(rig.Host.Stack.Store.GetRoutes().Count, 0, routes + 64);
        Assert.InRange(rig.Host.Stack.Store.GetAddresses().Count, 0, 64);
        Assert.InRange(rig.Host.Stack.Store.GetNeighbors().Count, 0, 2 * rig.Host.Stack.Profile.NeighbourCacheLimit);
        rig.SendQuietly("NdHopLimit", rig.Frame().IPv6(Router, IpAddress.Parse("ff02::1"), hopLimit: 254).Icmp6Message(message));
    }

    private static void Timers(AttackRig rig)
    {
        foreach (uint value in new uint[] { 0, 1, uint.MaxValue })
        {
            Advertise(rig, [], value, value);
            rig.Wait(1);
        }
    }

    private static void BadSolicitations(AttackRig rig)
    {
        byte[] message = new byte[32];
        NeighborSolicitation.Write(message, AttackRig.Dut6);
        NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(24), NdOptionType.SourceLinkLayerAddress, AttackRig.MyMac);
        rig.SendQuietly(rig.Frame().IPv6(IpAddress.AnyV6, AttackRig.Dut6, hopLimit: 255).Icmp6Message(message).Build());
        NeighborSolicitation.Write(message, IpAddress.Parse("ff02::1"));
        rig.SendQuietly("NdTargetIsGroup", rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, hopLimit: 255).Icmp6Message(message));
        NeighborSolicitation.Write(message, IpAddress.Parse("fd99::77"));
        rig.SendQuietly("NdNotOurTarget", rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, hopLimit: 255).Icmp6Message(message));
    }

    private static void Redirects(AttackRig rig)
    {
        RawConnection connection = rig.Connect(v6: true);
        foreach ((string target, string destination) in new[] { ("ff02::5", "fd99::1"), ("fe80::5", "ff02::1"), ("fd99::5", "fd99::1"), ("fe80::5", "fd99::1") })
        {
            byte[] message = new byte[40];
            RedirectMessage.Write(message, IpAddress.Parse(target), IpAddress.Parse(destination));
            rig.SendQuietly(rig.Frame().IPv6(Router, AttackRig.Dut6, hopLimit: 255).Icmp6Message(message).Build());
        }

        connection.AssertAlive();
        connection.Reset();
    }

    private static void BadChecksums(AttackRig rig)
    {
        foreach (byte[] message in Messages())
        {
            byte[] frame = rig.Frame().IPv6(Router, AttackRig.Dut6, hopLimit: 255).Icmp6Message(message).ToArray();
            frame[56] ^= 0x55;
            rig.SendQuietly("Icmp/BadChecksum", frame);
            for (int length = 4; length < message.Length; length += 4)
            {
                byte[] cut = message[..length];
                rig.Send(rig.Frame().IPv6(Router, AttackRig.Dut6, hopLimit: 255).Icmp6Message(cut));
            }
        }

        Assert.True(rig.Drops("NdTooShort") > 0);
    }

    // Datagrams to addresses that do not exist, from a forged source each: the host would have to resolve them all.
    private static void Exhaustion(AttackRig rig)
    {
        RawConnection four = rig.Connect();
        RawConnection six = rig.Connect(v6: true);
        rig.IsSilent = address => address != AttackRig.Me4 && address != AttackRig.Me6;
        for (int i = 0; i < 20_000; i++)
        {
            var forged6 = IpAddress.FromV6(0xFD99_0000_0000_0000, (ulong)(0x10_0000 + i));
            rig.Send(rig.Frame().IPv6(forged6, AttackRig.Dut6).Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(8));
            var forged4 = IpAddress.FromV4(0x0A63_0003u + ((uint)i % 250));
            rig.Send(rig.Frame().IPv4(forged4, AttackRig.Dut4).Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(8));
        }

        Assert.InRange(rig.Host.Stack.Store.GetNeighbors().Count, 1, 2 * rig.Host.Stack.Profile.NeighbourCacheLimit);
        rig.Forget();
        four.AssertAlive();
        six.AssertAlive();
        four.Reset();
        six.Reset();
        rig.Wait(10);
        Assert.True(rig.Drops("NeighbourCacheFull") > 0);
    }

    private static IEnumerable<byte[]> Messages()
    {
        byte[] message = new byte[24];
        NeighborSolicitation.Write(message, AttackRig.Dut6);
        yield return message;
        message = new byte[24];
        NeighborAdvertisement.Write(message, Router, true, false, true);
        yield return message;
        message = new byte[16];
        RouterAdvertisement.Write(message, 64, false, false, 1800, 0, 0);
        yield return message;
        message = new byte[40];
        RedirectMessage.Write(message, IpAddress.Parse("fe80::5"), IpAddress.Parse("fd99::1"));
        yield return message;
    }
}
