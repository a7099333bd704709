using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Nic.Tests;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Simulation.Tests;

public sealed class LayerCaptureTests
{
    private static readonly TestFrames.Spec Spec = new() { Payload = TestFrames.Pattern(300) };

    [Fact]
    public void Capture_SendWithOffloads_IsWrittenCompleteAndSaysSo()
    {
        NicFixture nic = new();
        MemoryStream file = new();
        using (LayerCapture capture = new(nic.Loop, file, new PcapngWriterOptions { LeaveOpen = true }))
        {
            capture.Attach(nic.Kernel, nic.Ndis.CapturePoints);
            NetBufferList list = nic.List(TestFrames.Request(TestFrames.Transport(Spec), Spec));
            list.TransmitChecksum = TransmitChecksumInfo.ForTcp(true, 34, ipHeaderChecksum: true);
            nic.SendAndRun(list);
        }

        List<(string Interface, byte[] Data, string Comment)> packets = Read(file);
        Assert.NotEmpty(packets);
        Assert.All(packets, packet =>
        {
            Assert.Equal(TestFrames.Transport(Spec), packet.Data);
            Assert.StartsWith("host/", packet.Interface, StringComparison.Ordinal);
            Assert.Contains("left to the card and filled in here: IPv4Checksum, TransportChecksum", packet.Comment, StringComparison.Ordinal);
            Assert.Contains("cpu 0, ", packet.Comment, StringComparison.Ordinal);
        });
        Assert.Contains(packets, packet => packet.Interface.EndsWith("miniport.tx", StringComparison.Ordinal));
    }

    [Fact]
    public void Capture_LargeSend_HasItsLengthAndSegmentSize()
    {
        NicFixture nic = new();
        MemoryStream file = new();
        TestFrames.Spec spec = Spec with { Payload = TestFrames.Pattern(5000) };
        using (LayerCapture capture = new(nic.Loop, file, new PcapngWriterOptions { LeaveOpen = true }))
        {
            capture.Attach(nic.Kernel, nic.Ndis.CapturePoints);
            nic.SendAndRun(nic.LsoV2(spec, 1460));
        }

        (string _, byte[] data, string comment) = Read(file)[0];
        Assert.Equal(TestFrames.Transport(spec), data);
        Assert.Contains("segments of 1460 bytes", comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Capture_ReceivedFrameWithBadChecksum_StaysBad()
    {
        NicFixture nic = new();
        MemoryStream file = new();
        byte[] bad = TestFrames.Transport(Spec with { DestinationMac = NicFixture.Mac });
        bad[^1] ^= 1;
        using (LayerCapture capture = new(nic.Loop, file, new PcapngWriterOptions { LeaveOpen = true }))
        {
            capture.Attach(nic.Kernel, nic.Ndis.CapturePoints);
            nic.Deliver(bad);
            nic.Loop.RunUntilIdle();
        }

        List<(string Interface, byte[] Data, string Comment)> packets = Read(file);
        Assert.NotEmpty(packets);
        Assert.All(packets, packet => Assert.Equal(bad, packet.Data));
        Assert.All(packets, packet => Assert.DoesNotContain("filled", packet.Comment, StringComparison.Ordinal));
        Assert.All(nic.Ndis.CapturePoints.Points.ToArray(), point => Assert.Null(point.Observer));
    }

    [Fact]
    public void Capture_OnOrOff_LeavesTheDigestAlone()
    {
        static ulong Run(bool watch)
        {
            NicFixture nic = new();
            using LayerCapture? capture = watch ? new LayerCapture(nic.Loop, new MemoryStream()) : null;
            capture?.Attach(nic.Kernel, nic.Ndis.CapturePoints);
            nic.Deliver(TestFrames.Transport(Spec with { DestinationMac = NicFixture.Mac }));
            nic.SendAndRun(nic.List(TestFrames.Transport(Spec)));
            return nic.Loop.Digest;
        }

        Assert.Equal(Run(false), Run(true));
    }

    private static List<(string Interface, byte[] Data, string Comment)> Read(MemoryStream file)
    {
        List<(string, byte[], string)> packets = [];
        CaptureSpanReader reader = new(file.ToArray());
        while (reader.TryRead(out CapturedPacketView packet))
        {
            packets.Add((packet.Interface.Name, packet.Data.ToArray(), packet.Comment ?? ""));
        }

        return packets;
    }
}
