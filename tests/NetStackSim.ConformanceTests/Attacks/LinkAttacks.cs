using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Group A: Ethernet and ARP.</summary>
internal static class LinkAttacks
{
    public static IEnumerable<Attack> All =>
    [
        new("A01", "runt frames", Runts),
        new("A02", "short ARP", ShortArp),
        new("A03", "ARP length lies", ArpLengths),
        new("A05", "address conflict", Conflict),
        new("A07", "ARP cache exhaustion", ArpExhaustion),
        new("A10", "VLAN towers", VlanTowers),
        new("A11", "802.3 length", Lengths),
        new("A13", "giant", Giant),
        new("A14", "MAC flap", MacFlap),
    ];

    private static void Runts(AttackRig rig)
    {
        ushort[] types = [EtherTypes.IPv4, EtherTypes.Arp, EtherTypes.IPv6, EtherTypes.Vlan];
        foreach (ushort type in types)
        {
            byte[] good = type == EtherTypes.IPv6
                ? rig.V6().Icmp6(Icmp6Type.Echo, 0, 1).ToArray(padded: true)
                : rig.V4().Icmp4(Icmp4Type.Echo, 0, 1).ToArray(padded: true);
            good[12] = (byte)(type >> 8);
            good[13] = (byte)type;
            int whole = type == EtherTypes.IPv4 ? 42 : type == EtherTypes.IPv6 ? 62 : 60;
            for (int length = 1; length < Math.Min(whole, good.Length); length++)
            {
                rig.SendQuietly(good.AsSpan(0, length));
            }
        }
    }

    private static void ShortArp(AttackRig rig)
    {
        byte[] good = Request(rig, AttackRig.Me4, AttackRig.Dut4);
        for (int length = 14; length < 42; length++)
        {
            rig.SendQuietly("ArpTooShort", good.AsSpan(0, length));
        }
    }

    private static void ArpLengths(AttackRig rig)
    {
        foreach (byte hardware in new byte[] { 0, 5, 7, 255 })
        {
            byte[] frame = Request(rig, AttackRig.Me4, AttackRig.Dut4);
            frame[18] = hardware;
            rig.SendQuietly("ArpBadLength", frame);
        }

        foreach (byte protocol in new byte[] { 0, 3, 16, 255 })
        {
            byte[] frame = Request(rig, AttackRig.Me4, AttackRig.Dut4);
            frame[19] = protocol;
            rig.SendQuietly("ArpBadLength", frame);
        }
    }

    private static void Conflict(AttackRig rig)
    {
        rig.Forget();
        for (int i = 0; i < 100; i++)
        {
            rig.Send(Request(rig, AttackRig.Dut4, AttackRig.Dut4));
            rig.Wait(0.1);
        }

        // RFC 5227: one announcement of ours in ten seconds.
        Assert.InRange(rig.Resolutions, 1, 2);
        Assert.Equal(100, rig.Drops("ArpAddressConflict"));
    }

    private static void ArpExhaustion(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        for (int i = 0; i < 65_536; i++)
        {
            var sender = IpAddress.FromV4(0x0A63_0000u | (uint)i);
            if (sender != AttackRig.Dut4 && sender != AttackRig.Me4)
            {
                rig.Send(Request(rig, sender, AttackRig.Dut4));
            }
        }

        Assert.InRange(rig.Host.Stack.Store.GetNeighbors().Count, 1, 2 * rig.Host.Stack.Profile.NeighbourCacheLimit);
        connection.AssertAlive();
        connection.Reset();
        rig.SendQuietly(Request(rig, AttackRig.Dut4, AttackRig.Dut4));
    }

    private static void VlanTowers(AttackRig rig)
    {
        byte[] echo = rig.V4().Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(20).ToArray();
        foreach (byte high in new byte[] { 0x81, 0x88 })
        {
            foreach (int depth in new[] { 3, 8, 64 })
            {
                byte[] tags = [.. Enumerable.Repeat<byte[]>([high, high == 0x81 ? (byte)0 : (byte)0xA8, 0, 0], depth).SelectMany(tag => tag)];
                rig.SendQuietly([.. echo[..12], .. tags, .. echo[12..]]);
            }
        }

        rig.SendQuietly([.. echo[..12], 0x81, 0x00, 0x00]);
    }

    private static void Lengths(AttackRig rig)
    {
        byte[] echo = rig.V4().Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(20).ToArray();
        byte[] snap = [0xAA, 0xAA, 3, 0, 0, 0, 8, 0];
        foreach (int length in new[] { 0, 1, 7, 8, 27, 1000, 1500, 1501, 1535 })
        {
            rig.SendQuietly([.. echo[..12], (byte)(length >> 8), (byte)length, .. snap, .. echo[14..]]);
        }
    }

    private static void Giant(AttackRig rig)
    {
        byte[] frame = rig.V4().Icmp4(Icmp4Type.Echo, 0, 1).ToArray();
        Array.Resize(ref frame, 9018);
        rig.SendQuietly("Nic/Oversize", frame);
    }

    private static void MacFlap(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        rig.Forget();
        for (int i = 0; i < 1000; i++)
        {
            var mac = new MacAddress(0x0200_0000_BB00UL | (uint)(i & 1));
            rig.Send(rig.Frame().Arp(ArpOperation.Request, mac, AttackRig.Me4, MacAddress.None, AttackRig.Me4));
        }

        Assert.Equal(0, rig.Resolutions);
        rig.AssertQuiet();
        rig.SendQuietly(Request(rig, AttackRig.Dut4, AttackRig.Dut4));
        connection.AssertAlive();
        connection.Reset();
    }

    private static byte[] Request(AttackRig rig, IpAddress sender, IpAddress target) =>
        rig.Frame().Arp(ArpOperation.Request, AttackRig.MyMac, sender, MacAddress.None, target).ToArray(padded: true);
}
