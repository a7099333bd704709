using NetStackSim.Ndis;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Nic.Tests.Offload;

/// <summary>Every segmented and every coalesced frame, read and re-summed by code that nobody here wrote.</summary>
public sealed class TsharkTests : IDisposable
{
    private const int Rounds = 150;

    private static readonly string[] Check =
    [
        "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o", "tcp.analyze_sequence_numbers:FALSE",
        "-o", "tcp.desegment_tcp_streams:FALSE",
    ];

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"netstacksim-offload-{Guid.NewGuid():N}.pcapng");

    public void Dispose() => File.Delete(_file);

    [TsharkFact]
    public void Tshark_EverySegmentedFrame_HasRightChecksumsAndLengths()
    {
        TwinFrames twin = new(6);
        NicFixture nic = new();
        for (int i = 0; i < Rounds; i++)
        {
            TestFrames.Spec spec = Plain(twin, i % 2 == 0, 20_000);
            nic.SendAndRun(NaiveTwinTests.Request(nic, twin, spec, 500 + twin.Next(900)));
        }

        AssertAgrees([.. nic.Port.Arrivals.Select(x => x.Bytes)]);
    }

    [TsharkFact]
    public void Tshark_EveryCoalescedFrame_HasRightChecksumsAndLengths()
    {
        TwinFrames twin = new(7);
        NicFixture nic = new(new VirtualNicOptions { Offloads = VirtualNicOptions.AllOffloads with { CoalesceUdp = true } });
        for (int i = 0; i < Rounds; i++)
        {
            TestFrames.Spec spec = Plain(twin, i % 2 == 0, 20_000) with { Flags = 0x10, TcpOptions = 0, NetworkOptions = 0 };
            nic.Deliver([.. NaiveSegmenter.Cut(spec, 500 + twin.Next(900)).Select(x => x)]);
            nic.Loop.RunUntilIdle();
        }

        Assert.Equal(Rounds, nic.Indicated.Count(x => x.Segments > 1 || x.UdpUnit.SegmentCount > 1));
        AssertAgrees([.. nic.Indicated.Select(x => x.Bytes)]);
    }

    // Ports that no dissector claims, and bytes that none takes for its own: what is judged is the packet, not its content.
    private static TestFrames.Spec Plain(TwinFrames twin, bool tcp, int maximum)
    {
        TestFrames.Spec spec = twin.Packet(tcp, maximum);
        return spec with
        {
            SourcePort = 60_001,
            DestinationPort = 60_003,
            Sequence = 1000,
            NetworkOptions = spec.IsV6 ? 0 : spec.NetworkOptions,
            Payload = [.. TestFrames.Pattern(3000 + twin.Next(maximum - 3000), twin.Next(1000)).Select(x => (byte)(x & 0x3F))],
        };
    }

    private void AssertAgrees(IReadOnlyList<byte[]> frames)
    {
        using (PcapngWriter writer = new(File.Create(_file)))
        {
            int id = writer.AddInterface("wire");
            for (int i = 0; i < frames.Count; i++)
            {
                writer.WritePacket(id, (ulong)i * 1000, frames[i], frames[i].Length);
            }

            // Proof that the check sees something.
            byte[] broken = [.. frames[0]];
            broken[^1] ^= 1;
            writer.WritePacket(id, (ulong)frames.Count * 1000, broken, broken.Length);
        }

        const string bad = "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || ip.bogus_ip_length || udp.length.bad";
        Assert.Equal(frames.Count + 1, Tshark.Run(_file, Check).Length);
        Assert.Equal([$"{frames.Count + 1}"], Tshark.Run(_file, [.. Check, "-Y", bad, "-T", "fields", "-e", "frame.number"]));
        string[] verified = Tshark.Run(_file, [.. Check, "-Y", "tcp.checksum.status == 1 || udp.checksum.status == 1", "-T", "fields", "-e", "frame.number"]);
        Assert.Equal(frames.Count, verified.Length);
    }
}
