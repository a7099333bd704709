using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests;

public sealed class RingTests
{
    [Fact]
    public void Scenario16_Backpressure_HeldLists_ThenLoans_ThenDiscards_ThenNormalAgain()
    {
        NicFixture nic = new(new VirtualNicOptions { ReceiveDescriptors = 8, ResourcesThreshold = 3 });
        nic.Hold = true;
        for (int i = 0; i < 8; i++)
        {
            Deliver(nic, 1);
        }

        // Five lists are held; from then on fewer than three descriptors would be left, so the frames are lent from copies and come back at once.
        Assert.Equal(5, nic.HeldCount);
        Assert.Equal([.. Enumerable.Repeat(false, 5), true, true, true], nic.Indicated.Select(IsLoan));
        Assert.Equal(0ul, nic.Nic.Statistics.InDiscards);
        Assert.Equal(3, nic.Nic.PostedDescriptors);

        // A burst longer than what is posted: exactly the rest is discarded and counted.
        Deliver(nic, 10);
        Assert.Equal(8 + 3, nic.Indicated.Count);
        Assert.Equal(7ul, nic.Nic.Statistics.InDiscards);
        Assert.Equal(7L, nic.Kernel.Drops[NicDropReasons.NoDescriptor]);
        OidRequest noBuffer = OidRequest.Query(Oid.GenRcvNoBuffer, 8);
        Assert.Equal(NtStatus.Success, nic.Request(noBuffer));
        Assert.Equal(7ul, BitConverter.ToUInt64(noBuffer.InformationBuffer.Span));

        nic.ReturnHeld();
        Deliver(nic, 4);
        Assert.All(nic.Indicated.TakeLast(4), got => Assert.False(IsLoan(got)));
        Assert.Equal(7ul, nic.Nic.Statistics.InDiscards);
        nic.ReturnHeld();
        nic.AssertClean();
    }

    [Fact]
    public void Scenario16_Backpressure_Threshold0_AllDescriptorsAreHeld_AndTheCardIsDeafUntilTheyReturn()
    {
        NicFixture nic = new(new VirtualNicOptions { ReceiveDescriptors = 8, ResourcesThreshold = 0 });
        nic.Hold = true;
        Deliver(nic, 8);
        Assert.Equal((8, 0), (nic.HeldCount, nic.Nic.PostedDescriptors));
        Deliver(nic, 5);
        Assert.Equal((8, 5ul), (nic.HeldCount, nic.Nic.Statistics.InDiscards));
        nic.ReturnHeld(3);
        Deliver(nic, 5);

        Assert.Equal((8, 7ul), (nic.HeldCount, nic.Nic.Statistics.InDiscards));
        Assert.All(nic.Indicated, got => Assert.False(IsLoan(got)));
        nic.ReturnHeld();
        nic.AssertClean();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void RandomTraffic_OverAllQueues_LosesNoDescriptorAndNoList(bool poll, bool line)
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            Random random = new(seed);
            EventLoop loop = new();
            SimKernelOptions host = new() { Name = "host", ProcessorCount = 1 + random.Next(4), Costs = random.Next(2) == 0 ? null : new CostModel { PerIsr = 300, PerDpc = 500, PerList = 900 } };
            NicFixture nic = LineOr(loop, host, random, poll, line);
            OidRequest scale = OidRequest.Set(Oid.GenReceiveScaleParameters, new ReceiveScaleParameters
            {
                HashTypes = RssHashTypes.All,
                IndirectionTable = [.. Enumerable.Range(0, 16).Select(i => i % nic.Nic.QueueCount)],
                SecretKey = RssFrames.Key,
            });
            ulong expected = 0;
            for (int step = 0; step < 150; step++)
            {
                switch (random.Next(8))
                {
                    case 0 or 1 or 2:
                        int count = 1 + random.Next(6);
                        expected += (ulong)count;
                        nic.Deliver([.. Enumerable.Range(0, count).Select(_ => RssFrames.Build(new RssFrames.Packet { SourcePort = (ushort)random.Next(9) }))]);
                        break;
                    case 3:
                        nic.Send([.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => nic.List(TestFrames.Plain(1, NicFixture.Mac, 80)))]);
                        break;
                    case 4:
                        nic.Hold = random.Next(2) == 0;
                        break;
                    case 5:
                        nic.ReturnHeld(random.Next(8));
                        break;
                    case 6 when nic.Nic.QueueCount > 1:
                        _ = nic.Request(random.Next(3) == 0
                            ? OidRequest.Set(Oid.GenReceiveScaleParameters, new ReceiveScaleParameters { Flags = RssParameterFlags.DisableRss })
                            : scale);
                        break;
                    default:
                        nic.Loop.RunFor(random.Next(3000));
                        break;
                }
            }

            nic.Loop.RunUntilIdle();
            nic.ReturnHeld();
            nic.AssertClean();
            Assert.Equal(expected, (ulong)nic.Indicated.Count + nic.Nic.Statistics.InDiscards);
        }
    }

    private static NicFixture LineOr(EventLoop loop, SimKernelOptions host, Random random, bool poll, bool line)
    {
        VirtualNicOptions options = new()
        {
            ReceiveDescriptors = 4 + random.Next(20),
            TransmitDescriptors = 1 + random.Next(6),
            ResourcesThreshold = random.Next(4),
            MaxNblsToIndicate = 1 + random.Next(8),
            InterruptModerationNs = random.Next(3) * 700,
            InterruptModerationFrames = random.Next(5),
            UsesPoll = poll,
            Offloads = VirtualNicOptions.AllOffloads with { CoalesceIPv4 = false },
        };
        FramePool frames = new(loop);
        NicFixture nic = new(
            frames, host, NicFixture.Mac, line ? kernel => options with { InterruptLine = new InterruptLine(kernel.Processors[random.Next(kernel.Processors.Length)]) } : _ => options);
        Wire.Connect(nic.Nic, nic.Port);
        nic.Start();
        return nic;
    }

    private static void Deliver(NicFixture nic, int count)
    {
        nic.Deliver([.. Enumerable.Repeat(TestFrames.Plain(NicFixture.Mac, 1, 100), count)]);
        nic.Loop.RunUntilIdle();
    }

    private static bool IsLoan(NicFixture.Received got) => (got.Flags & ReceiveFlags.Resources) != 0;
}
