using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Groups C and G: fragments of both families.</summary>
internal static class FragmentAttacks
{
    public static IEnumerable<Attack> All =>
    [
        new("C01", "ping of death", PingOfDeath),
        new("C02", "teardrop", Teardrop),
        new("C03", "bonk: a hole that never fills", Bonk),
        new("C06", "tiny first fragment", Tiny),
        new("C08", "empty fragments", Empty),
        new("C09", "length not a multiple of eight", Misaligned),
        new("C10", "exact duplicates", Duplicates),
        new("C16", "time-out", TimeOut),
        new("C17", "DF and MF", DontAndMore),
        new("G01", "any overlap in IPv6", OverlapV6),
        new("G03", "IPv6 too long", TooLongV6),
        new("G04", "IPv6 not a multiple of eight", MisalignedV6),
        new("G08", "next headers that differ", NextHeaderDiffers),
        new("G12", "fragmented neighbour discovery", FragmentedDiscovery),
        new("C05", "rose: many incomplete datagrams", Rose),
        new("C13", "FragmentSmack: one datagram in eight-byte pieces", Smack),
        new("C14", "identification sweep from many sources", Sweep),
        new("G07", "IPv6 fragment flood", FloodV6),
    ];

    private static void PingOfDeath(AttackRig rig)
    {
        rig.Forget();
        for (int i = 0; i < 44; i++)
        {
            rig.Send(V4(rig, 1, i * 1480, more: true, IpProtocol.Icmp, 1480));
        }

        rig.SendQuietly("FragmentTooLong", V4(rig, 1, 65_512, more: false, IpProtocol.Icmp, 1480));
        rig.Wait(70);
        Assert.DoesNotContain(rig.Sent, frame => frame[34] == (byte)Icmp4Type.EchoReply);
    }

    private static void Teardrop(AttackRig rig)
    {
        rig.Forget();
        rig.Send(V4(rig, 2, 0, more: true, IpProtocol.Udp, 40));
        rig.Send(V4(rig, 2, 24, more: false, IpProtocol.Udp, 4));
        rig.AssertQuiet();
        Assert.True(rig.TotalDrops > 0);
    }

    private static void Bonk(AttackRig rig)
    {
        rig.Forget();
        rig.Send(V4(rig, 3, 0, more: true, IpProtocol.Udp, 32));
        rig.Send(V4(rig, 3, 48, more: false, IpProtocol.Udp, 32));
        rig.AssertQuiet();
        rig.Wait(70);
        Assert.Equal(1, rig.Drops("ReassemblyTimeout"));
    }

    private static void Tiny(AttackRig rig)
    {
        rig.SendQuietly("FragmentTiny", V4(rig, 4, 0, more: true, IpProtocol.Tcp, 8));
        rig.SendQuietly("FragmentTiny", V4(rig, 4, 8, more: false, IpProtocol.Tcp, 32));
    }

    private static void Empty(AttackRig rig)
    {
        foreach (int offset in new[] { 0, 8, 1480, 65_528 })
        {
            rig.SendQuietly("FragmentEmpty", V4(rig, 5, offset, more: true, IpProtocol.Udp, 0));
        }
    }

    private static void Misaligned(AttackRig rig) => rig.SendQuietly("FragmentMisaligned", V4(rig, 6, 0, more: true, IpProtocol.Udp, 13));

    private static void Duplicates(AttackRig rig)
    {
        byte[] message = new byte[64];
        message[0] = (byte)Icmp4Type.Echo;
        Icmp4Header.FillChecksum(message);
        rig.Forget();
        foreach (int offset in new[] { 32, 32, 0 })
        {
            rig.Send(rig.Frame().IPv4(AttackRig.Me4, AttackRig.Dut4, identification: 7, fragmentOffset: offset,
                flags: offset == 0 ? IPv4Flags.MoreFragments : IPv4Flags.None, protocol: IpProtocol.Icmp).Payload(message.AsSpan(offset, 32)));
        }

        Assert.Equal((byte)Icmp4Type.EchoReply, rig.TakeOnlyAnswer()[34]);
        Assert.Equal(1, rig.Drops("FragmentDuplicate"));
    }

    private static void TimeOut(AttackRig rig)
    {
        rig.Forget();
        rig.Send(V4(rig, 8, 0, more: true, IpProtocol.Udp, 1480));
        rig.Wait(120);
        byte[] answer = rig.TakeOnlyAnswer();
        Assert.Equal((11, 1), (answer[34], answer[35]));
        rig.Send(V4(rig, 9, 1480, more: false, IpProtocol.Udp, 100));
        rig.Wait(120);
        rig.AssertQuiet();
        Assert.Equal(2, rig.Drops("ReassemblyTimeout"));
    }

    // Both flags: a fragment is a fragment; DF says what routers may do with it.
    private static void DontAndMore(AttackRig rig)
    {
        rig.Forget();
        rig.Send(rig.Frame().IPv4(AttackRig.Me4, AttackRig.Dut4, identification: 10, flags: IPv4Flags.MoreFragments | IPv4Flags.DontFragment, protocol: IpProtocol.Udp).PayloadOf(80));
        rig.AssertQuiet();
        rig.Wait(70);
        Assert.Equal(1, rig.Drops("ReassemblyTimeout"));
    }

    private static void OverlapV6(AttackRig rig)
    {
        rig.Forget();
        rig.Send(V6(rig, 1, 0, more: true, 32));
        rig.SendQuietly("FragmentOverlap", V6(rig, 1, 16, more: false, 24));
        rig.SendQuietly("FragmentOfBadDatagram", V6(rig, 1, 32, more: false, 24));
        rig.SendQuietly("FragmentOfBadDatagram", V6(rig, 1, 0, more: true, 32));
    }

    private static void TooLongV6(AttackRig rig)
    {
        Assert.Equal((4, 0, 42u), rig.SendAnswered(V6Builder(rig, 2, 65_528, more: false).PayloadOf(16)));
        Assert.Equal(1, rig.Drops("FragmentTooLong"));
    }

    private static void MisalignedV6(AttackRig rig)
    {
        Assert.Equal((4, 0, 4u), rig.SendAnswered(V6Builder(rig, 3, 0, more: true).PayloadOf(13)));
        Assert.Equal(1, rig.Drops("FragmentMisaligned"));
    }

    // RFC 8200 section 4.5: only the first fragment's next header counts.
    private static void NextHeaderDiffers(AttackRig rig)
    {
        byte[] whole = rig.V6().Icmp6(Icmp6Type.Echo, 0, 5).PayloadOf(40).ToArray();
        byte[] message = whole[54..];
        rig.Forget();
        rig.Send(rig.V6().Fragment(24, moreFragments: false, 4, IpProtocol.Udp).Payload(message.AsSpan(24)));
        rig.Send(rig.V6().Fragment(0, moreFragments: true, 4, IpProtocol.IcmpV6).Payload(message.AsSpan(0, 24)));
        Assert.Equal((byte)Icmp6Type.EchoReply, rig.TakeOnlyAnswer()[54]);
        rig.SendQuietly("FragmentEmpty", rig.V6().Fragment(0, moreFragments: true, 6, IpProtocol.Udp));
    }

    // RFC 6980: also as a fragment that is whole.
    private static void FragmentedDiscovery(AttackRig rig)
    {
        byte[] message = new byte[32];
        NeighborSolicitation.Write(message, AttackRig.Dut6);
        NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(24), NdOptionType.SourceLinkLayerAddress, AttackRig.MyMac);
        rig.SendQuietly("FragmentOfNeighbourDiscovery",
            rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, hopLimit: 255).Fragment(0, moreFragments: false, 5).Icmp6Message(message));
    }

    private static void Rose(AttackRig rig)
    {
        for (ushort id = 1; id <= 10_000; id++)
        {
            rig.Send(V4(rig, id, 0, more: true, IpProtocol.Udp, 32));
            rig.Send(V4(rig, id, 64_800, more: false, IpProtocol.Udp, 32));
        }

        AssertBounded(rig);
    }

    private static void Smack(AttackRig rig)
    {
        var random = new RandomStream(13);
        for (int i = 0; i < 100_000; i++)
        {
            rig.Send(V4(rig, 11, 8 * (1 + random.Next(8000)), more: true, IpProtocol.Udp, 8));
        }

        AssertBounded(rig);
    }

    private static void Sweep(AttackRig rig)
    {
        for (int i = 0; i < 65_536; i++)
        {
            var source = IpAddress.FromV4(0x0A63_0100u | (uint)(i % 100));
            rig.Send(rig.Frame().IPv4(source, AttackRig.Dut4, identification: (ushort)i, fragmentOffset: 8, protocol: IpProtocol.Udp).PayloadOf(8));
        }

        AssertBounded(rig);
        Assert.True(rig.Drops("ReassemblyLimit") > 0);
    }

    private static void FloodV6(AttackRig rig)
    {
        for (uint id = 1; id <= 50_000; id++)
        {
            rig.Send(V6(rig, id + 100, 8, more: true, 8));
        }

        // Overlapping pieces leave a datagram without data that must not be remembered for ever either.
        for (uint id = 1; id <= 20_000; id++)
        {
            rig.Send(V6(rig, id + 100_000, 8, more: true, 24));
            rig.Send(V6(rig, id + 100_000, 16, more: true, 24));
        }

        AssertBounded(rig);
        Assert.True(rig.Drops("ReassemblyLimit") > 0);
    }

    // The limit is about memory, not about payload: a piece of eight bytes occupies a whole buffer.
    private static void AssertBounded(AttackRig rig)
    {
        long lists = 0;
        foreach (IKernelPool pool in rig.Host.Kernel.Pools.Pools)
        {
            lists += pool.Name.StartsWith("tcpip/", StringComparison.Ordinal) ? pool.Outstanding : 0;
        }

        Assert.InRange(lists, 0, rig.Host.Stack.Profile.ReassemblyLimitBytes / 2048);
        rig.Wait(130);
        rig.Forget();
    }

    private static PacketBuilder V4(AttackRig rig, ushort id, int offset, bool more, IpProtocol protocol, int length) =>
        rig.Frame().IPv4(AttackRig.Me4, AttackRig.Dut4, identification: id, fragmentOffset: offset, flags: more ? IPv4Flags.MoreFragments : IPv4Flags.None, protocol: protocol).PayloadOf(length);

    private static PacketBuilder V6Builder(AttackRig rig, uint id, int offset, bool more) => rig.V6().Fragment(offset, more, id, IpProtocol.Udp);

    private static PacketBuilder V6(AttackRig rig, uint id, int offset, bool more, int length) => V6Builder(rig, id, offset, more).PayloadOf(length);
}
