using NetStackSim.Kernel;

namespace NetStackSim.Nic.Tests;

/// <summary>Whatever arrives, with whatever metadata: no exception, no leak, every frame indicated or dropped with a reason.</summary>
public sealed class HostileInputTests
{
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Receive_MutatedFramesAndMetadata_NeverThrowsAndLosesNothing(ulong seed)
    {
        NicFixture nic = new();
        nic.SetFilter(Ndis.PacketFilter.Promiscuous);
        RandomStream random = new EventLoop(new EventLoopOptions { Seed = seed }).Random["hostile"];
        for (int round = 0; round < 1000; round++)
        {
            FrameChain chain = default;
            for (int i = 1 + random.Next(12); i > 0; i--)
            {
                chain.Add(Mutated(nic.Frames, random));
            }

            nic.Nic.Receive(ref chain);
            nic.Loop.RunUntilIdle();
        }

        nic.AssertClean();
        Assert.True(nic.Indicated.Count > 0);
        Assert.True(nic.Kernel.Drops.Total > 0);
    }

    private static Frame Mutated(FramePool pool, RandomStream random)
    {
        TestFrames.Spec spec = new()
        {
            DestinationMac = NicFixture.Mac,
            IsV6 = random.Chance(0.4),
            IsTcp = random.Chance(0.8),
            VlanTags = random.Chance(0.2) ? 1 + random.Next(2) : 0,
            NetworkOptions = random.Chance(0.1) ? 8 : 0,
            Timestamp = random.Chance(0.5) ? (uint)random.Next(5) : null,
            Sequence = 1000 + (uint)(random.Next(4) * 100),
            Payload = TestFrames.Pattern(random.Chance(0.8) ? 100 : random.Next(1300)),
        };
        byte[] bytes = TestFrames.Transport(spec);
        for (int flips = random.Chance(0.5) ? random.Next(6) : 0; flips > 0; flips--)
        {
            bytes[random.Next(Math.Min(bytes.Length, 90))] ^= (byte)(1 << random.Next(8));
        }

        int length = random.Chance(0.2) ? random.Next(bytes.Length + 1) : bytes.Length;
        Frame frame = TestFrames.Rent(pool, bytes.AsSpan(0, length));
        if (random.Chance(0.3))
        {
            frame.Wire = new WireMetadata
            {
                Checksum = (ChecksumState)random.Next(3),
                Segmentation = random.Chance(0.5) ? (SegmentationType)(1 << random.Next(3)) : SegmentationType.None,
                ChecksumStart = (ushort)(random.Chance(0.5) ? 34 : random.Next(2000)),
                ChecksumOffset = (ushort)(random.Chance(0.7) ? 16 : random.Next(2000)),
                SegmentSize = (ushort)random.Next(200),
                HeaderLength = (ushort)random.Next(200),
            };
        }

        return frame;
    }
}
