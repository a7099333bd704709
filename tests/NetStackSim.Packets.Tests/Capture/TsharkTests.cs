using NetStackSim.Packets.Capture;

namespace NetStackSim.Packets.Tests.Capture;

/// <summary>Files that we write, read by code that we did not write.</summary>
public sealed class TsharkTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"netstacksim-{Guid.NewGuid():N}.pcapng");

    public void Dispose() => File.Delete(_file);

    [TsharkFact]
    public void Tshark_FileWithEverything_ShowsNamesTimesCommentsAndDrops()
    {
        using (PcapngWriter writer = new(File.Create(_file), new PcapngWriterOptions { Comment = "a file", OperatingSystem = "none" }))
        {
            int wire = writer.AddInterface("wire", "the cable");
            int ip = writer.AddInterface("ip", "above IP", LinkType.RawIP);
            byte[] frame = FuzzingFrames()[1];
            writer.WritePacket(wire, 1_700_000_000_123_456_789, frame, frame.Length, CaptureDirection.Outbound, "first comment, \u20AC");
            writer.WritePacket(ip, 1_700_000_000_123_456_790, frame.AsSpan(14), frame.Length - 14, CaptureDirection.Inbound, default, 3);
            writer.WritePacket(wire, 1_700_000_000_123_456_800, frame.AsSpan(0, 60), frame.Length);
        }

        string[] lines = Tshark.Run(
            _file, "-T", "fields", "-E", "separator=|", "-e", "frame.time_epoch", "-e", "frame.interface_name", "-e", "frame.interface_description", "-e", "frame.comment", "-e",
            "frame.packet_flags_direction", "-e", "frame.len", "-e", "frame.cap_len", "-e", "tcp.flags.syn");
        int length = FuzzingFrames()[1].Length;

        Assert.Equal(
            [
                $"1700000000.123456789|wire|the cable|first comment, \u20AC|0x00000002|{length}|{length}|1",
                $"1700000000.123456790|ip|above IP||0x00000001|{length - 14}|{length - 14}|1",
                $"1700000000.123456800|wire|the cable|||{length}|60|1",
            ],
            lines);
    }

    [TsharkFact]
    public void Tshark_OnePacketOfEachKind_FindsNothingMalformedAndNoBadChecksum()
    {
        byte[][] frames = FuzzingFrames();
        using (PcapngWriter writer = new(File.Create(_file)))
        {
            int id = writer.AddInterface("wire");
            for (int i = 0; i < frames.Length; i++)
            {
                writer.WritePacket(id, (ulong)i, frames[i], frames[i].Length);
            }

            // Proof that the check below sees something: the SYN once more with one bit of its data turned.
            frames[1][60] ^= 1;
            writer.WritePacket(id, (ulong)frames.Length, frames[1], frames[1].Length);
        }

        string[] check = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"];
        Assert.Equal(frames.Length + 1, Tshark.Run(_file, check).Length);
        string bad = "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0";
        Assert.Equal([$"{frames.Length + 1}"], Tshark.Run(_file, [.. check, "-Y", bad, "-T", "fields", "-e", "frame.number"]));
    }

    // The frames of the fuzz corpus are well-formed; those with payloads that tshark would judge by port use unassigned ports.
    private static byte[][] FuzzingFrames() => Fuzzing.FuzzCorpus.Frames();
}
