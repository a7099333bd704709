using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Group K: connections, their sequence space, blind attackers.</summary>
internal static class ConnectionAttacks
{
    public static IEnumerable<Attack> All =>
    [
        new("K01", "land", Land),
        new("K04", "blind reset in the window", BlindReset),
        new("K05", "exact reset", ExactReset),
        new("K06", "blind SYN", BlindSyn),
        new("K17", "acknowledgments of what was not sent", OptimisticAck),
        new("K18", "ACK division", AckDivision),
        new("K21", "SegmentSmack: every second byte", Smack),
        new("K25", "data after FIN, moved FIN", AfterFin),
        new("K27", "keep-alive shapes", KeepAlive),
        new("K31", "segments for no connection", NoConnection),
        new("K33", "out-of-window flood", OutOfWindow),
        new("K34", "ACK storm between desynchronised ends", AckStorm),
        new("K35", "old timestamps flood", OldTimestamps),
        new("K39", "everything before the handshake ends", SynReceived),
        new("K40", "the listener closes with half-open requests", ListenerCloses),
        new("K41", "reset with data, SYN or FIN", ResetWithMore),
    ];

    private static void Land(AttackRig rig)
    {
        for (int i = 0; i < 50; i++)
        {
            rig.SendQuietly(rig.Frame().IPv4(AttackRig.Dut4, AttackRig.Dut4).Tcp(AttackRig.OpenPort, AttackRig.OpenPort, 1, 0, TcpFlags.Syn).Build(padded: true));
            rig.SendQuietly(rig.Frame().IPv6(AttackRig.Dut6, AttackRig.Dut6).Tcp(AttackRig.OpenPort, AttackRig.OpenPort, 1, 0, TcpFlags.Syn).Build(padded: true));
        }
    }

    private static void BlindReset(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        rig.Forget();
        foreach (uint offset in new uint[] { 1, 2, 100, 1460, 30_000, 60_000 })
        {
            connection.SendRaw(connection.Next + offset, connection.Expected, TcpFlags.Rst);
            Assert.Equal(["Ack 0 0"], connection.TakeAnswers());
        }

        // Before the window nothing is even said.
        connection.SendRaw(connection.Next - 1, connection.Expected, TcpFlags.Rst);
        connection.SendRaw(connection.Next + 200_000_000, connection.Expected, TcpFlags.Rst);
        rig.AssertQuiet();
        connection.AssertAlive();
        connection.Reset();
    }

    private static void ExactReset(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        rig.Forget();
        connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Rst);
        rig.AssertQuiet();
        Assert.Equal(0, rig.Service.OpenConnections);
        connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack, 5);
        Assert.Equal((byte)TcpFlags.Rst, rig.TakeOnlyAnswer()[47]);
    }

    private static void BlindSyn(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        rig.Forget();
        foreach (uint sequence in new[] { connection.Next, connection.Next + 5, connection.Next - 5, 0u })
        {
            connection.SendRaw(sequence, 0, TcpFlags.Syn);
            Assert.Equal(["Ack 0 0"], connection.TakeAnswers());
        }

        connection.AssertAlive();
        connection.Reset();
    }

    private static void OptimisticAck(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        rig.Forget();
        connection.SendRaw(connection.Next, connection.Expected + 100_000, TcpFlags.Ack);
        Assert.Equal(["Ack 0 0"], connection.TakeAnswers());
        connection.AssertAlive();
        connection.Reset();
    }

    private static void AckDivision(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack | TcpFlags.Psh, 1400);
        connection.Next += 1400;
        rig.Forget();
        for (uint part = 1; part <= 1400; part++)
        {
            connection.SendRaw(connection.Next, connection.Expected + part, TcpFlags.Ack);
        }

        rig.Forget();
        connection.Expected += 1400;
        connection.AssertAlive();

        // Byte counting: 1400 acknowledgments of one byte open the window by one segment, so that ten segments of echo are all that leaves at once.
        connection.Reset();
        rig.SendQuietly("ListenerReset", rig.V4().Tcp(rig.NewPort(), AttackRig.OpenPort, 1, 1, TcpFlags.Rst));
    }

    private static void Smack(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        var random = new Kernel.RandomStream(21);
        for (int i = 0; i < 20_000; i++)
        {
            uint offset = 2u * (uint)(1 + random.Next(32_000));
            connection.SendRaw(connection.Next + offset, connection.Expected, TcpFlags.Ack, 1);
            rig.Forget();
        }

        Assert.True(rig.Drops("ReassemblyFull") > 0);
        connection.AssertAlive();
        connection.Reset();
    }

    private static void AfterFin(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        long received = rig.Service.BytesReceived;
        connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Fin | TcpFlags.Ack);
        connection.SendRaw(connection.Next + 1, connection.Expected, TcpFlags.Ack | TcpFlags.Psh, 20);
        connection.SendRaw(connection.Next + 20, connection.Expected, TcpFlags.Fin | TcpFlags.Ack);
        connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack | TcpFlags.Psh, 20);
        Assert.Equal(received, rig.Service.BytesReceived);
        rig.Forget();
        connection.SendRaw(connection.Next + 1, 0, TcpFlags.Rst);
    }

    private static void KeepAlive(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        connection.SendData(5);
        rig.Forget();
        foreach (int garbage in new[] { 0, 1 })
        {
            connection.SendRaw(connection.Next - 1, connection.Expected, TcpFlags.Ack, garbage);
            Assert.Equal(["Ack 0 0"], connection.TakeAnswers());
        }

        Assert.Equal(5, rig.Service.BytesReceived);
        connection.AssertAlive();
        connection.Reset();
    }

    private static void NoConnection(AttackRig rig)
    {
        foreach (TcpFlags flags in new[] { TcpFlags.SynAck, TcpFlags.Ack, TcpFlags.Fin | TcpFlags.Ack, TcpFlags.Syn })
        {
            rig.Forget();
            rig.Send(rig.V4().Tcp(rig.NewPort(), AttackRig.ClosedPort, 100, 5000, flags));
            byte[] answer = rig.TakeOnlyAnswer();
            TcpHeader.TryParse(answer.AsSpan(34), out TcpHeader tcp);
            Assert.True((tcp.Flags & TcpFlags.Rst) != 0);
            if ((flags & TcpFlags.Ack) != 0)
            {
                Assert.Equal(5000u, tcp.SequenceNumber.Value);
            }
            else
            {
                Assert.Equal(101u, tcp.AcknowledgmentNumber.Value);
            }
        }

        rig.SendQuietly("ResetWithoutEndpoint", rig.V4().Tcp(rig.NewPort(), AttackRig.ClosedPort, 100, 5000, TcpFlags.Rst));
        rig.Forget();
        int limit = rig.Host.Stack.Profile.TcpResetsPerSecond;
        for (int i = 0; i < limit + 2000; i++)
        {
            rig.Send(rig.V4().Tcp(30_000, AttackRig.ClosedPort, 100, 5000, TcpFlags.Ack));
        }

        Assert.InRange(rig.Sent.Count, 1, limit);
        Assert.True(rig.Drops("ResetRateLimited") >= 2000);
    }

    private static void OutOfWindow(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        connection.SendData(100);
        rig.Forget();
        for (uint i = 0; i < 10_000; i++)
        {
            connection.SendRaw(connection.Next - 50_000 - i, connection.Expected, TcpFlags.Ack);
            connection.SendRaw(connection.Next + 500_000_000 + i, connection.Expected, TcpFlags.Ack, 10);
        }

        // RFC 5961 section 7.
        Assert.InRange(rig.Sent.Count, 1, 2 * rig.Host.Stack.Profile.TcpChallengeAcksPerConnection);
        rig.Forget();
        connection.AssertAlive();
        connection.Reset();
    }

    // An attacker pushed both ends of a connection ahead of each other: each end answers the other's acknowledgment, for ever, unless it is limited.
    private static void AckStorm(AttackRig rig)
    {
        RawConnection connection = rig.Connect();
        connection.SendData(100);
        rig.Forget();
        for (int round = 0; round < 1000; round++)
        {
            // The other end as it would be after a hijack: behind the host's numbers, ahead of its own.
            connection.SendRaw(connection.Next - 60, connection.Expected + 50, TcpFlags.Ack);
            connection.SendRaw(connection.Next - 60, connection.Expected, TcpFlags.Ack);
        }

        Assert.InRange(rig.Sent.Count, 1, 2 * rig.Host.Stack.Profile.TcpChallengeAcksPerConnection);
        rig.Forget();
        connection.AssertAlive();
        connection.Reset();
    }

    private static void OldTimestamps(AttackRig rig)
    {
        ushort port = rig.NewPort();
        rig.Forget();
        rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 100, 0, TcpFlags.Syn, 65535, Timestamps(1_000_000, 0)));
        TcpHeader.TryParse(rig.TakeOnlyAnswer().AsSpan(34), out TcpHeader tcp);
        uint server = tcp.SequenceNumber.Value + 1;
        rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 101, server, TcpFlags.Ack, 65535, Timestamps(1_000_001, 0)));
        rig.Forget();
        for (int i = 0; i < 2000; i++)
        {
            rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 101, server, TcpFlags.Ack, 65535, Timestamps(5, 0)));
        }

        Assert.InRange(rig.Sent.Count, 1, 2 * rig.Host.Stack.Profile.TcpChallengeAcksPerConnection);
        Assert.Equal(2000, rig.Drops("Paws"));
        rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 101, 0, TcpFlags.Rst));
    }

    private static void SynReceived(AttackRig rig)
    {
        TcpFlags[] seconds = [TcpFlags.Syn, TcpFlags.Rst, TcpFlags.Fin, TcpFlags.None, TcpFlags.SynAck, TcpFlags.Ack, TcpFlags.RstAck, TcpFlags.Fin | TcpFlags.Ack];
        foreach (TcpFlags flags in seconds)
        {
            foreach (uint sequence in new uint[] { 100, 101, 50, 70_000 })
            {
                foreach (uint acknowledgment in new uint[] { 0, 12_345 })
                {
                    ushort port = rig.NewPort();
                    rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 100, 0, TcpFlags.Syn));
                    rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, sequence, acknowledgment, flags).PayloadOf(3));
                    rig.Forget();
                    rig.Send(rig.V4().Tcp(port, AttackRig.OpenPort, 101, 0, TcpFlags.Rst));
                }
            }
        }

        rig.Wait(10);
        Assert.Equal(0, rig.Service.AcceptedConnections);
    }

    private static void ListenerCloses(AttackRig rig)
    {
        const ushort Port = 1234;
        SimTcpListener listener = rig.Network.Run(() => Task.FromResult(rig.Host.Sockets.Listen(Port)));
        for (int i = 0; i < 100; i++)
        {
            rig.Send(rig.V4().Tcp(rig.NewPort(), Port, 100, 0, TcpFlags.Syn));
        }

        rig.Forget();
        rig.Network.Run(async () => await listener.DisposeAsync());
        rig.Wait(0.1);
        Assert.Equal(100, rig.Sent.Count(frame => (frame[47] & (byte)TcpFlags.Rst) != 0));
        rig.Forget();
        rig.Send(rig.V4().Tcp(rig.NewPort(), Port, 100, 0, TcpFlags.Syn));
        Assert.Equal((byte)TcpFlags.RstAck, rig.TakeOnlyAnswer()[47]);
    }

    private static void ResetWithMore(AttackRig rig)
    {
        foreach (TcpFlags more in new[] { TcpFlags.Syn, TcpFlags.Fin, TcpFlags.Ack | TcpFlags.Psh })
        {
            RawConnection connection = rig.Connect();
            long received = rig.Service.BytesReceived;
            rig.Forget();
            connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Rst | more, 10);
            rig.AssertQuiet();
            Assert.Equal(received, rig.Service.BytesReceived);
            Assert.Equal(0, rig.Service.OpenConnections);
            rig.SendQuietly("ResetWithoutEndpoint", rig.V4().Tcp(connection.Port, AttackRig.ClosedPort, 1, 1, TcpFlags.Rst | more).PayloadOf(10));
        }
    }

    private static byte[] Timestamps(uint value, uint echo)
    {
        TcpOptions options = default;
        options.SetTimestamps(value, echo);
        byte[] bytes = new byte[40];
        return bytes[..options.Write(bytes)];
    }
}
