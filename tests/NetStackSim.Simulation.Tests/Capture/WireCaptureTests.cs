using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Nic.Tests;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Simulation.Tests;

public sealed class WireCaptureTests
{
    [Fact]
    public void Capture_LargeAndPartialFrames_WritesCompleteSingleFrames()
    {
        MemoryStream file = new();
        Run(file, seed: 1, out _);
        List<byte[]> packets = Read(file);
        Assert.Equal(1 + 5, packets.Count);
        Assert.All(packets, packet => Assert.True(TestFrames.ChecksumsAreValid(packet, Spec)));
        Assert.Equal(TestFrames.Transport(Spec with { Payload = TestFrames.Pattern(200) }), packets[0]);
    }

    [Fact]
    public void Capture_OnOrOff_LeavesDigestAndFramesAlone()
    {
        ulong with = Run(new MemoryStream(), seed: 3, out long rentsWith);
        ulong without = Run(null, seed: 3, out long rentsWithout);
        Assert.Equal(without, with);
        Assert.Equal(rentsWithout, rentsWith);
    }

    private static readonly TestFrames.Spec Spec = new() { Payload = TestFrames.Pattern(5000) };

    private static ulong Run(Stream? file, ulong seed, out long rents)
    {
        EventLoop loop = new(new EventLoopOptions { Seed = seed });
        WireContext context = new(loop);
        RecordingPort a = new(loop, WireCapabilities.Everything, "a");
        RecordingPort b = new(loop, WireCapabilities.Everything, "b");
        Link link = Link.Connect(context, "l", a, b, new LinkOptions { DelayNs = 100, DigestFrames = true });
        using WireCapture? capture = file is null ? null : new WireCapture(loop, file, new PcapngWriterOptions { LeaveOpen = true });
        capture?.Attach(link);
        a.Send(TestFrames.Partial(context.Frames, Spec with { Payload = TestFrames.Pattern(200) }));
        a.Send(TestFrames.Large(context.Frames, Spec, 1000));
        loop.RunUntilIdle();
        Assert.True(b.Arrivals[^1].Wire.IsLarge);
        Assert.Equal(0, context.Frames.Outstanding);
        rents = context.Frames.Rents;
        return loop.Digest;
    }

    private static List<byte[]> Read(MemoryStream file)
    {
        List<byte[]> packets = [];
        CaptureSpanReader reader = new(file.ToArray());
        while (reader.TryRead(out CapturedPacketView packet))
        {
            packets.Add(packet.Data.ToArray());
        }

        return packets;
    }
}
