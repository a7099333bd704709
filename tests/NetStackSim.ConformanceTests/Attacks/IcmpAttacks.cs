using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Group D and the ICMPv6 part of H: messages and errors.</summary>
internal static class IcmpAttacks
{
    public static IEnumerable<Attack> All =>
    [
        new("D01", "short ICMP", Short),
        new("D02", "errors about errors", ErrorsAboutErrors),
        new("D03", "quotes too short", ShortQuotes),
        new("D07", "tiny path MTUs", TinyMtu),
        new("D09", "source quench", SourceQuench),
        new("D11", "obsolete queries", Obsolete),
        new("D13", "echo flood", EchoFlood),
        new("D17", "unsolicited echo replies", Replies),
        new("D19", "redirects from anywhere", Redirects),
        new("H18", "packet too big below 1280", TooBigV6),
        new("H19", "blind hard errors for a connection", HardErrors),
        new("H20", "short ICMPv6", ShortV6),
        new("H21", "node information and friends", NodeInformation),
    ];

    private static void Short(AttackRig rig)
    {
        for (int length = 0; length < 8; length++)
        {
            byte[] message = new byte[length];
            if (length > 0)
            {
                message[0] = (byte)Icmp4Type.Echo;
            }

            rig.SendQuietly(rig.Frame().IPv4(AttackRig.Me4, AttackRig.Dut4, protocol: IpProtocol.Icmp).Payload(message).Build(padded: true));
        }
    }

    private static void ErrorsAboutErrors(AttackRig rig)
    {
        byte[] quote = [.. rig.V4().Icmp4(Icmp4Type.DestinationUnreachable, 1).PayloadOf(28).ToArray()[14..]];
        foreach (byte type in new byte[] { 3, 11, 12 })
        {
            rig.SendQuietly(rig.V4().Icmp4((Icmp4Type)type).Payload(quote).Build());
        }

        // An unknown protocol to a group, and a later fragment of one: no error may come back.
        rig.SendQuietly(PacketBuilder.Allocate().Ethernet(MacAddress.Broadcast, AttackRig.MyMac).IPv4(AttackRig.Me4, IpAddress.BroadcastV4, protocol: (IpProtocol)200).PayloadOf(30).Build());
        rig.SendQuietly(PacketBuilder.Allocate().Ethernet(MacAddress.Broadcast, AttackRig.MyMac).IPv4(AttackRig.Me4, IpAddress.BroadcastV4).Udp(1, 9999).PayloadOf(30).Build());
    }

    private static void ShortQuotes(AttackRig rig)
    {
        byte[] quote = [.. rig.Frame().IPv4(AttackRig.Dut4, AttackRig.Me4).Udp(AttackRig.UdpPort, 1000).ToArray()[14..]];
        for (int length = 0; length < 28; length++)
        {
            rig.SendQuietly(rig.V4().Icmp4(Icmp4Type.DestinationUnreachable, 3).Payload(quote.AsSpan(0, length)).Build());
        }

        foreach (byte words in new byte[] { 4, 15 })
        {
            quote[0] = (byte)(0x40 | words);
            rig.SendQuietly(rig.V4().Icmp4(Icmp4Type.DestinationUnreachable, 3).Payload(quote).Build());
        }
    }

    private static void TinyMtu(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        connection.SendData(600);
        foreach (uint mtu in new uint[] { 0, 1, 67, 68, 296, 575 })
        {
            byte[] quote = Quote(rig, connection, connection.Expected);
            rig.Send(rig.V4().Icmp4(Icmp4Type.DestinationUnreachable, 4, mtu).Payload(quote));
            connection.SendData(1000);
            rig.Forget();
        }

        // Windows never believes less than 576: no segment is shorter than 536 for that reason.
        connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack | TcpFlags.Psh, 1000);
        Assert.Contains(rig.Sent, frame => frame.Length >= 14 + 40 + 500);
        connection.Next += 1000;
        connection.Absorb();
        connection.AssertAlive();
        connection.Reset();
        rig.SendQuietly(rig.V4().Icmp4(Icmp4Type.DestinationUnreachable, 4, 68).Payload(new byte[8]).Build());
    }

    private static void SourceQuench(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        for (int i = 0; i < 1000; i++)
        {
            rig.SendQuietly(rig.V4().Icmp4(Icmp4Type.SourceQuench).Payload(Quote(rig, connection, connection.Expected)).Build());
        }

        connection.AssertAlive();
        connection.Reset();
    }

    private static void Obsolete(AttackRig rig)
    {
        foreach (byte type in new byte[] { 1, 2, 6, 7, 9, 10, 13, 14, 15, 16, 17, 18, 19, 30, 37, 40, 42, 255 })
        {
            rig.SendQuietly(rig.V4().Icmp4((Icmp4Type)type, 0, 0x00010001).PayloadOf(12).Build());
            rig.SendQuietly(rig.V4().Icmp4((Icmp4Type)type, 0, 0x00010001).PayloadOf(3).Build());
        }
    }

    private static void EchoFlood(AttackRig rig)
    {
        rig.Forget();
        for (int i = 0; i < 20_000; i++)
        {
            rig.Put(rig.V4().Icmp4(Icmp4Type.Echo, 0, (uint)i).PayloadOf(32));
        }

        rig.Wait(0.1);
        Assert.InRange(rig.Sent.Count, 1, 20_000);
        Assert.True(rig.Drops("Nic/NoDescriptor") > 0);
        rig.Forget();
    }

    private static void Replies(AttackRig rig)
    {
        rig.SendQuietly("EchoReplyUnexpected", rig.V4().Icmp4(Icmp4Type.EchoReply, 0, 0x12345678).PayloadOf(64));
        rig.SendQuietly("EchoReplyUnexpected", rig.V6().Icmp6(Icmp6Type.EchoReply, 0, 0x12345678).PayloadOf(64));
    }

    private static void Redirects(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        byte[] quote = Quote(rig, connection, connection.Expected);
        rig.SendQuietly("RedirectRejected", rig.V4().Icmp4(Icmp4Type.Redirect, 1, 0x0A630042).Payload(quote));
        rig.SendQuietly("RedirectRejected", rig.V4().Icmp4(Icmp4Type.Redirect, 1, 0x08080808).Payload(quote));
        connection.AssertAlive();
        connection.Reset();
    }

    private static void TooBigV6(AttackRig rig)
    {
        RawConnection connection = rig.Connect(v6: true);
        foreach (uint mtu in new uint[] { 0, 68, 1279, 1280 })
        {
            byte[] quote = Quote(rig, connection, connection.Expected, v6: true);
            rig.Send(rig.V6().Icmp6(Icmp6Type.PacketTooBig, 0, mtu).Payload(quote));
            rig.Forget();
        }

        connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack | TcpFlags.Psh, 1300);
        Assert.Contains(rig.Sent, frame => frame.Length >= 14 + 1200);
        Assert.DoesNotContain(rig.Sent, frame => frame[20] == (byte)IpProtocol.FragmentHeader);
        connection.Next += 1300;
        connection.Absorb();
        connection.AssertAlive();
        connection.Reset();

        // Ten thousand destinations that we never spoke to.
        for (int i = 0; i < 10_000; i++)
        {
            var far = IpAddress.FromV6(0xFD99_0000_0000_0000, (ulong)(1000 + i));
            byte[] quote = [.. PacketBuilder.Allocate().IPv6(AttackRig.Dut6, far).Tcp(7, 9, 1, 1, TcpFlags.Ack).PayloadOf(20).ToArray()];
            rig.Send(rig.V6().Icmp6(Icmp6Type.PacketTooBig, 0, 1300).Payload(quote));
        }

        rig.AssertQuiet();
    }

    // RFC 5927: an established connection takes hard errors as soft ones.
    private static void HardErrors(AttackRig rig)
    {
        RawConnection four = rig.Connect();
        RawConnection six = rig.Connect(v6: true);
        foreach (byte code in new byte[] { 0, 1, 2, 3, 5, 9, 10, 13 })
        {
            rig.Send(rig.V4().Icmp4(Icmp4Type.DestinationUnreachable, code).Payload(Quote(rig, four, four.Expected)));
            rig.Send(rig.V4().Icmp4(Icmp4Type.DestinationUnreachable, code).Payload(Quote(rig, four, four.Expected + 1_000_000)));
            rig.Send(rig.V6().Icmp6(Icmp6Type.DestinationUnreachable, (byte)(code % 7)).Payload(Quote(rig, six, six.Expected, v6: true)));
            rig.Send(rig.V6().Icmp6(Icmp6Type.ParameterProblem, (byte)(code % 3), 40).Payload(Quote(rig, six, six.Expected, v6: true)));
        }

        four.AssertAlive();
        six.AssertAlive();
        four.Reset();
        six.Reset();
        rig.SendQuietly(rig.V4().Icmp4(Icmp4Type.DestinationUnreachable, 3).Payload(new byte[28]).Build());
    }

    private static void ShortV6(AttackRig rig)
    {
        byte[] echo = rig.V6().Icmp6(Icmp6Type.Echo, 0, 1).ToArray();
        for (int length = 0; length < 8; length++)
        {
            byte[] frame = echo[..(54 + length)];
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), (ushort)length);
            if (length >= 4)
            {
                Icmp6Header.FillChecksum(frame.AsSpan(54), AttackRig.Me6, AttackRig.Dut6);
            }

            rig.SendQuietly(frame);
        }
    }

    private static void NodeInformation(AttackRig rig)
    {
        foreach (byte type in new byte[] { 138, 139, 140, 141, 142, 144, 145, 148, 149, 200, 255 })
        {
            rig.SendQuietly(rig.V6().Icmp6((Icmp6Type)type).PayloadOf(24).Build());
        }

        foreach (byte type in new byte[] { 5, 50, 100, 127 })
        {
            // An unknown error message goes to the upper layer, and never causes an answer.
            rig.SendQuietly(rig.V6().Icmp6((Icmp6Type)type).PayloadOf(60).Build());
        }
    }

    // What the host would have sent on a connection.
    private static byte[] Quote(AttackRig rig, RawConnection connection, uint sequence, bool v6 = false)
    {
        PacketBuilder ip = v6 ? rig.Frame().IPv6(AttackRig.Dut6, AttackRig.Me6) : rig.Frame().IPv4(AttackRig.Dut4, AttackRig.Me4, flags: IPv4Flags.DontFragment);
        return [.. ip.Tcp(AttackRig.OpenPort, connection.Port, sequence, connection.Next, TcpFlags.Ack).PayloadOf(100).ToArray()[14..]];
    }
}
