using NetStackSim.ConformanceTests.Support;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Group K, the part that lives on numbers.</summary>
internal static class FloodAttacks
{
    public static IEnumerable<Attack> All =>
    [
        new("K02", "SYN flood", SynFlood),
        new("K03", "guessing under a SYN flood", Guessing),
        new("K14", "connections that never open their window", ZeroWindows),
        new("K36", "connect and close churn", Churn),
    ];

    private static void SynFlood(AttackRig rig)
    {
        // Forged sources that do not answer; a client of flesh and blood among them.
        rig.IsSilent = address => address != AttackRig.Me4 && address != AttackRig.Me6;
        int served = 0;
        int syns = RunScale.Of(quick: 40_000, full: 400_000);
        const int Clients = 20;
        for (int i = 0; i < syns; i++)
        {
            var forged = IpAddress.FromV4(0x0A63_0003u + ((uint)i % 200));
            rig.Put(rig.Frame().IPv4(forged, AttackRig.Dut4).Tcp((ushort)(1024 + (i % 60_000)), AttackRig.OpenPort, (uint)i, 0, TcpFlags.Syn));
            if (i % 50 == 49)
            {
                rig.Wait(0.0005);
            }

            if (i % (syns / Clients) == (syns / Clients) - 1)
            {
                RawConnection client = rig.Connect();
                client.SendData(10);
                served += client.Received == 10 ? 1 : 0;
                client.Reset();
            }
        }

        Assert.Equal(Clients, served);
        rig.Forget();
        Assert.True(rig.Drops("HalfOpenLimit") > 0, "The table did not fill.");
        rig.Wait(15);
        rig.Forget();
    }

    private static void Guessing(AttackRig rig)
    {
        var random = new Kernel.RandomStream(3);
        for (int i = 0; i < 2_000; i++)
        {
            rig.Send(rig.V4().Tcp((ushort)(1024 + i), AttackRig.OpenPort, 100, 0, TcpFlags.Syn));
            rig.Send(rig.V4().Tcp((ushort)(1024 + i), AttackRig.OpenPort, 101, random.NextUInt32(), TcpFlags.Ack));
        }

        Assert.Equal(0, rig.Service.AcceptedConnections);
        rig.Wait(15);
        rig.Forget();
    }

    private static void ZeroWindows(AttackRig rig)
    {
        const int Count = 100;
        List<RawConnection> open = [];
        for (int i = 0; i < Count; i++)
        {
            RawConnection connection = rig.Connect();
            connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack | TcpFlags.Psh, 1000, window: 0);
            connection.Next += 1000;
            open.Add(connection);
            rig.Forget();
        }

        // Somebody who keeps acknowledging the probes is alive: the connection stays, and costs what it costs, while others are served.
        for (int second = 0; second < 30; second++)
        {
            rig.Wait(1);
            rig.Forget();
            foreach (RawConnection connection in open)
            {
                connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack, window: 0);
            }
        }

        rig.Forget();
        RawConnection other = rig.Connect();
        other.AssertAlive();
        other.Reset();
        foreach (RawConnection connection in open)
        {
            connection.Reset();
        }

        Assert.Equal(0, rig.Service.OpenConnections);
        rig.SendQuietly("ListenerReset", rig.V4().Tcp(rig.NewPort(), AttackRig.OpenPort, 1, 1, TcpFlags.Rst));
    }

    private static void Churn(AttackRig rig)
    {
        int rounds = RunScale.Of(quick: 500, full: 20_000);
        for (int i = 0; i < rounds; i++)
        {
            RawConnection connection = rig.Connect((i & 1) != 0);
            connection.SendData(5);
            connection.Reset();
            rig.Forget();
        }

        Assert.Equal(0, rig.Service.OpenConnections);
        Assert.Equal(rounds, rig.Service.AcceptedConnections);
        rig.SendQuietly("ListenerReset", rig.V4().Tcp(rig.NewPort(), AttackRig.OpenPort, 1, 1, TcpFlags.Rst));
    }
}
