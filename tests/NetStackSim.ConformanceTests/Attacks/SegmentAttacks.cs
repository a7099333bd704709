using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Group J: TCP headers and options, and the scans that live on them.</summary>
internal static class SegmentAttacks
{
    public static IEnumerable<Attack> All =>
    [
        new("J01", "data offset too small", rig => DataOffsets(rig, 0, 1, 2, 3, 4)),
        new("J02", "data offset beyond the segment", rig => DataOffsets(rig, 10, 15)),
        new("J03", "checksums", Checksums),
        new("J05", "option bombs", OptionBombs),
        new("J06", "MSS lies", MssLies),
        new("J07", "window scale 15 and 255", WindowScales),
        new("J11a", "null scan", rig => Scan(rig, TcpFlags.None)),
        new("J11b", "xmas scan", rig => Scan(rig, TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Urg)),
        new("J11c", "FIN scan", rig => Scan(rig, TcpFlags.Fin)),
        new("J11d", "SYN FIN scan", rig => Scan(rig, TcpFlags.Syn | TcpFlags.Fin)),
        new("J11e", "all 512 flag combinations at a connection", FlagMatrix),
        new("J14", "out-of-band byte", OutOfBand),
        new("J15", "SYN with data", SynWithData),
        new("J16", "port zero and group addresses", Ports),
        new("J19", "option soup", OptionSoup),
    ];

    private static void DataOffsets(AttackRig rig, params int[] words)
    {
        RawConnection connection = rig.Connect();
        foreach (int offset in words)
        {
            foreach (ushort port in new[] { AttackRig.OpenPort, AttackRig.ClosedPort })
            {
                byte[] frame = rig.V4().Tcp(connection.Port, port, connection.Next, connection.Expected, TcpFlags.Ack).PayloadOf(8).ToArray();
                frame[46] = (byte)(offset << 4);
                TcpHeaderChecksum(frame);
                rig.SendQuietly("BadDataOffset", frame);
            }
        }

        connection.AssertAlive();
        connection.Reset();
    }

    private static void Checksums(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        byte[] frame = rig.V4().Tcp(connection.Port, AttackRig.OpenPort, connection.Next, connection.Expected, TcpFlags.Rst).ToArray(padded: true);
        frame[50] ^= 0xFF;
        rig.SendQuietly("BadChecksum", frame);
        frame[50] = frame[51] = 0;
        rig.SendQuietly("BadChecksum", frame);
        connection.AssertAlive();
        connection.Reset();
    }

    private static void OptionBombs(AttackRig rig)
    {
        byte[][] bombs = [[2, 0], [2, 1], [2, 255, 5, 180], [3, 41, 1], [8, 11, 1, 1], [5, 255], [5, 9, 1, 2, 3], [254, 0], [30, 1], [1, 1, 1, 2]];
        RawConnection connection = rig.Connect();
        foreach (byte[] bomb in bombs)
        {
            for (int pad = 0; pad <= 40 - bomb.Length; pad += 7)
            {
                byte[] options = [.. Enumerable.Repeat((byte)1, pad), .. bomb];
                connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack | TcpFlags.Psh, 3, options);
                connection.Next += 3;
                connection.Absorb();
                rig.Send(rig.V4().Tcp(rig.NewPort(), AttackRig.OpenPort, 77, 0, TcpFlags.Syn, 65535, options.AsSpan()));
                rig.Forget();
            }
        }

        connection.AssertAlive();
        connection.Reset();
        rig.SendQuietly("ListenerReset", rig.V4().Tcp(rig.NewPort(), AttackRig.OpenPort, 1, 1, TcpFlags.Rst));
    }

    private static void MssLies(AttackRig rig)
    {
        foreach (byte[] option in new byte[][] { [2, 4, 0, 0], [2, 4, 0, 1], [2, 4, 0, 8], [2, 4, 0, 48], [2, 3, 5, 0], [2, 4, 255, 255] })
        {
            ushort port = rig.NewPort();
            rig.Forget();
            rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 100, 0, TcpFlags.Syn, 65535, option.AsSpan()));
            byte[] answer = rig.TakeOnlyAnswer();
            TcpHeader.TryParse(answer.AsSpan(34), out TcpHeader tcp);
            uint server = tcp.SequenceNumber.Value + 1;
            rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 101, server, TcpFlags.Ack));
            rig.Forget();
            rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 101, server, TcpFlags.Ack | TcpFlags.Psh).PayloadOf(1200));

            // Segments of the echo: never one byte at a time.
            Assert.InRange(rig.Sent.Count, 1, 40);
            rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 1301, 0, TcpFlags.Rst));
        }

        rig.SendQuietly("ListenerReset", rig.V4().Tcp(rig.NewPort(), AttackRig.OpenPort, 1, 1, TcpFlags.Rst));
    }

    private static void WindowScales(AttackRig rig)
    {
        foreach (byte shift in new byte[] { 15, 255 })
        {
            ushort port = rig.NewPort();
            rig.Forget();
            rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 100, 0, TcpFlags.Syn, 65535, [3, 3, shift, 1]));
            Assert.Equal(0x12, rig.TakeOnlyAnswer()[47]);
            rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 101, 0, TcpFlags.Rst));
        }

        rig.SendQuietly("ListenerReset", rig.V4().Tcp(rig.NewPort(), AttackRig.OpenPort, 1, 1, TcpFlags.Rst));
    }

    // Windows answers a scan that has no SYN alike at open and closed ports: with a reset.
    private static void Scan(AttackRig rig, TcpFlags flags)
    {
        foreach (ushort port in new[] { AttackRig.OpenPort, AttackRig.ClosedPort })
        {
            rig.Forget();
            rig.Send(rig.V4().Tcp(rig.NewPort(), port, 5000, 0, flags));
            byte[] answer = rig.TakeOnlyAnswer();
            Assert.Equal((byte)TcpFlags.RstAck, answer[47]);
        }

        Assert.Equal(0, rig.Service.AcceptedConnections);
    }

    private static void FlagMatrix(AttackRig rig)
    {
        for (int flags = 0; flags < 512; flags++)
        {
            RawConnection connection = rig.Connect();
            connection.SendRaw(connection.Next + 5000, connection.Expected, (TcpFlags)flags);
            rig.Forget();

            // Off by 5000 bytes nothing resets or ends the connection: a reset is challenged, a FIN waits for its turn, SYN is challenged.
            connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack | TcpFlags.Psh, 4);
            connection.Next += 4;
            connection.Absorb();
            Assert.Equal(4, connection.Received);
            connection.Reset();
        }
    }

    private static void OutOfBand(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        rig.Send(rig.V4().Tcp(connection.Port, AttackRig.OpenPort, connection.Next, connection.Expected, TcpFlags.Ack | TcpFlags.Urg | TcpFlags.Psh, 65535, urgentPointer: 9999).PayloadOf(3));
        connection.Next += 3;
        connection.Absorb();
        connection.AssertAlive();
        connection.Reset();
        rig.SendQuietly("ListenerReset", rig.V4().Tcp(rig.NewPort(), AttackRig.OpenPort, 1, 1, TcpFlags.Rst));
    }

    private static void SynWithData(AttackRig rig)
    {
        ushort port = rig.NewPort();
        rig.Forget();
        rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 100, 0, TcpFlags.Syn).PayloadOf(1400));
        byte[] answer = rig.TakeOnlyAnswer();
        TcpHeader.TryParse(answer.AsSpan(34), out TcpHeader tcp);
        Assert.Equal(101u, tcp.AcknowledgmentNumber.Value);
        Assert.Equal(0, rig.Service.BytesReceived);
        rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 101, 0, TcpFlags.Rst));
    }

    private static void Ports(AttackRig rig)
    {
        rig.SendQuietly("PortZero", rig.V4().Tcp(0, AttackRig.OpenPort, 1, 0, TcpFlags.Syn));
        rig.SendQuietly("PortZero", rig.V4().Tcp(1000, 0, 1, 0, TcpFlags.Syn));
        foreach (string group in new[] { "10.99.0.255", "255.255.255.255", "224.0.0.1" })
        {
            rig.SendQuietly(PacketBuilder.Allocate().Ethernet(MacAddress.Broadcast, AttackRig.MyMac).IPv4(AttackRig.Me4, IpAddress.Parse(group)).Tcp(1000, AttackRig.OpenPort, 1, 0, TcpFlags.Syn).Build(padded: true));
        }
    }

    private static void OptionSoup(AttackRig rig)
    {
        byte[][] soups = [[.. Enumerable.Repeat((byte)1, 40)], new byte[40], [.. Enumerable.Range(0, 20).SelectMany(i => new byte[] { (byte)(200 + i), 2 })]];
        foreach (byte[] soup in soups)
        {
            ushort port = rig.NewPort();
            rig.Forget();
            rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 100, 0, TcpFlags.Syn, 65535, soup.AsSpan()));
            Assert.Equal(0x12, rig.TakeOnlyAnswer()[47]);
            rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 101, 0, TcpFlags.Rst));
        }

        rig.SendQuietly("ListenerReset", rig.V4().Tcp(rig.NewPort(), AttackRig.OpenPort, 1, 1, TcpFlags.Rst));
    }

    private static void TcpHeaderChecksum(byte[] frame)
    {
        // The length of the header does not matter for the sum over the whole segment.
        frame[50] = frame[51] = 0;
        uint sum = InternetChecksum.PseudoHeader(AttackRig.Me4, AttackRig.Dut4, IpProtocol.Tcp, (uint)(frame.Length - 34));
        ushort checksum = InternetChecksum.Finish(InternetChecksum.Sum(frame.AsSpan(34), sum));
        frame[50] = (byte)(checksum >> 8);
        frame[51] = (byte)checksum;
    }
}
