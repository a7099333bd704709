using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Group I: UDP.</summary>
internal static class UdpAttacks
{
    public static IEnumerable<Attack> All =>
    [
        new("I01", "length lies", Lengths),
        new("I02", "checksums", Checksums),
        new("I04", "port zero", PortZero),
        new("I07", "a socket that nobody reads", Unread),
    ];

    private static void Lengths(AttackRig rig)
    {
        byte[] frame = rig.V4().Udp(1000, AttackRig.UdpPort).PayloadOf(30).ToArray();
        foreach (int length in new[] { 0, 1, 7, 39, 65_535 })
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(38), (ushort)length);
            frame[40] = frame[41] = 0;
            rig.SendQuietly(frame);
        }
    }

    private static void Checksums(AttackRig rig)
    {
        byte[] frame = rig.V4().Udp(1000, AttackRig.UdpPort).PayloadOf(30).ToArray();
        long delivered = rig.Host.Stack.UdpStatistics.InDatagrams;
        frame[40] ^= 1;
        rig.SendQuietly("Udp/BadChecksum", frame);
        frame[40] = frame[41] = 0;
        rig.Send(frame);
        Assert.Equal(delivered + 1, rig.Host.Stack.UdpStatistics.InDatagrams);
    }

    private static void PortZero(AttackRig rig)
    {
        long delivered = rig.Host.Stack.UdpStatistics.InDatagrams;
        rig.Send(rig.V4().Udp(0, AttackRig.UdpPort).PayloadOf(5));
        Assert.Equal(delivered + 1, rig.Host.Stack.UdpStatistics.InDatagrams);
        rig.SendQuietly("DestinationPortZero", rig.V4().Udp(1000, 0).PayloadOf(5));
    }

    // Empty and one-byte datagrams hold as much memory as long ones: their number is bounded too.
    private static void Unread(AttackRig rig)
    {
        for (int i = 0; i < 20_000; i++)
        {
            rig.Send(rig.V4().Udp(1000, AttackRig.UdpPort).PayloadOf(i & 1));
        }

        long held = 0;
        foreach (Kernel.IKernelPool pool in rig.Host.Kernel.Pools.Pools)
        {
            held += pool.Name is "tcpip/small" || pool.Name.EndsWith("/receive", StringComparison.Ordinal) ? pool.Outstanding : 0;
        }

        Assert.InRange(held, 1, 4096);
        Assert.True(rig.Drops("ReceiveBufferFull") > 10_000);
    }
}
