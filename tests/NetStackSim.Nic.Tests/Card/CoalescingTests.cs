using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests;

/// <summary>Acceptance scenario 38: receive segment coalescing.</summary>
public sealed class CoalescingTests
{
    private static readonly TestFrames.Spec Base = new() { DestinationMac = NicFixture.Mac, SourceMac = 0x0200_0000_0001, Timestamp = 100, Payload = TestFrames.Pattern(500) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Flow_20SegmentsInOneDpc_IsOneUnitWithRightHeaders(bool v6)
    {
        NicFixture nic = new();
        List<TestFrames.Spec> specs = Flow(20, v6);
        specs[3] = specs[3] with { HopLimit = 60 };
        specs[7] = specs[7] with { Flags = 0x18 };
        specs[19] = specs[19] with { Acknowledgment = 900, Window = 77, Timestamp = 142, TimestampEcho = 55 };
        nic.Deliver([.. specs.Select(TestFrames.Transport)]);
        nic.Loop.RunUntilIdle();

        NicFixture.Received unit = Assert.Single(nic.Indicated);
        Assert.Equal(20, unit.Segments);
        Assert.Equal(42u, unit.TimestampDelta);
        byte[] expected = TestFrames.Transport(specs[0] with
        {
            Payload = [.. specs.SelectMany(x => x.Payload)],
            HopLimit = 60,
            Flags = 0x18,
            Acknowledgment = 900,
            Window = 77,
            Timestamp = 142,
            TimestampEcho = 55,
        });
        Assert.Equal(expected, unit.Bytes);
        Assert.True(TestFrames.ChecksumsAreValid(unit.Bytes, specs[0]));
        Assert.Equal(20, nic.Nic.CoalescedPackets);
        Assert.Equal(1, nic.Nic.CoalescedUnits);
        Assert.Equal(20UL, nic.Nic.Statistics.InUcastPkts);
        nic.AssertClean();
    }

    [Theory]
    [InlineData("duplicate ack", new[] { 4, 0, 5 })]
    [InlineData("syn", new[] { 4, 0, 5 })]
    [InlineData("fin", new[] { 4, 0, 5 })]
    [InlineData("ecn", new[] { 4, 5 })]
    [InlineData("ip option", new[] { 4, 0, 5 })]
    [InlineData("tcp option", new[] { 4, 0, 5 })]
    [InlineData("fragment", new[] { 4, 0, 0, 4 })]
    [InlineData("bad checksum", new[] { 4, 0, 5 })]
    [InlineData("gap", new[] { 4, 0, 5 })]
    [InlineData("old timestamp", new[] { 4, 0, 5 })]
    [InlineData("old ack", new[] { 4, 0, 5 })]
    [InlineData("too long", new[] { 4, 2 })]
    public void Unit_SegmentThatDoesNotFit_IsSplitAtTheRightPlace(string kind, int[] expected)
    {
        NicFixture nic = new(new VirtualNicOptions { Mtu = 17_000 });
        List<TestFrames.Spec> specs = kind == "too long" ? Flow(6, false, 16_000) : Flow(10, false);
        List<byte[]> frames = [.. specs.Select(TestFrames.Transport)];
        TestFrames.Spec next = specs[4];
        switch (kind)
        {
            case "duplicate ack":
                frames.Insert(4, TestFrames.Transport(next with { Payload = [] }));
                break;
            case "syn":
                frames.Insert(4, TestFrames.Transport(next with { Flags = 0x12 }));
                break;
            case "fin":
                frames[4] = TestFrames.Transport(next with { Flags = 0x11 });
                break;
            case "ecn":
                frames[4] = TestFrames.Transport(next with { Service = 3 });
                break;
            case "ip option":
                frames[4] = TestFrames.Transport(next with { NetworkOptions = 8 });
                break;
            case "tcp option":
                frames[4] = TestFrames.Transport(next with { Timestamp = null, TcpOptions = 12 });
                break;
            case "fragment":
                frames[4][20] |= 0x20;
                break;
            case "bad checksum":
                frames[4][^1] ^= 0x10;
                break;
            case "gap":
                frames[4] = TestFrames.Transport(next with { Sequence = next.Sequence + 7 });
                break;
            case "old timestamp":
                frames[4] = TestFrames.Transport(next with { Timestamp = 99 });
                break;
            case "old ack":
                frames[4] = TestFrames.Transport(next with { Acknowledgment = 76 });
                break;
        }

        if (kind == "ecn")
        {
            for (int i = 5; i < 10; i++)
            {
                frames[i] = TestFrames.Transport(specs[i] with { Service = 3 });
            }

            expected = [4, 6];
        }
        else if (kind is "duplicate ack" or "syn")
        {
            expected = [4, 0, 6];
        }

        nic.Deliver([.. frames]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(expected, nic.Indicated.Select(x => x.Segments));
        nic.AssertClean();
    }

    [Fact]
    public void Units_TwoDpcs_NothingIsHeldBetweenThem()
    {
        NicFixture nic = new();
        byte[][] frames = [.. Flow(6, false).Select(TestFrames.Transport)];
        nic.Deliver(frames[..3]);
        nic.Loop.RunUntilIdle();
        Assert.Single(nic.Indicated);
        nic.Deliver(frames[3..]);
        nic.Loop.RunUntilIdle();
        Assert.Equal([3, 3], nic.Indicated.Select(x => x.Segments));
        nic.AssertClean();
    }

    [Fact]
    public void SingleSegment_Alone_IsIndicatedAsItCame()
    {
        NicFixture nic = new();
        byte[] frame = TestFrames.Transport(Base);
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();
        Assert.Equal(0, nic.Indicated[0].Segments);
        Assert.Equal(frame, nic.Indicated[0].Bytes);
    }

    [Fact]
    public void PaddedSegment_Continued_PaddingIsNotPartOfTheUnit()
    {
        NicFixture nic = new();
        TestFrames.Spec first = new() { DestinationMac = NicFixture.Mac, SourceMac = 1, Payload = [1, 2, 3] };
        TestFrames.Spec second = first with { Sequence = first.Sequence + 3, Payload = [4, 5] };
        nic.Deliver(Pad(TestFrames.Transport(first)), Pad(TestFrames.Transport(second)));
        nic.Loop.RunUntilIdle();
        Assert.Equal(TestFrames.Transport(first with { Payload = [1, 2, 3, 4, 5] }), Assert.Single(nic.Indicated).Bytes);
        nic.AssertClean();
    }

    [Fact]
    public void Flows_ManyInterleaved_AreKeptApartInOrder()
    {
        NicFixture nic = new();
        List<byte[]> frames = [];
        for (int i = 0; i < 3; i++)
        {
            for (int flow = 0; flow < 20; flow++)
            {
                frames.Add(TestFrames.Transport(Base with { SourcePort = (ushort)(6000 + flow), Sequence = (uint)(1000 + (i * 500)) }));
            }
        }

        nic.Deliver([.. frames]);
        nic.Loop.RunUntilIdle();
        foreach (IGrouping<int, NicFixture.Received> flow in nic.Indicated.GroupBy(x => (int)TestFrames.Read16(x.Bytes, 34)))
        {
            uint next = 1000;
            foreach (NicFixture.Received list in flow)
            {
                Assert.Equal(next, TestFrames.Read32(list.Bytes, 38));
                next += (uint)(list.Bytes.Length - 66);
            }

            Assert.Equal(2500u, next);
        }

        nic.AssertClean();
    }

    [Fact]
    public void LargeFrame_Uncut_IsIndicatedAsOneUnit()
    {
        NicFixture nic = new();
        nic.Deliver(TestFrames.Large(nic.Frames, Base with { Payload = TestFrames.Pattern(5000) }, 1000));
        nic.Loop.RunUntilIdle();
        NicFixture.Received unit = Assert.Single(nic.Indicated);
        Assert.Equal(5, unit.Segments);
        Assert.True(unit.Checksum.HasFlag(ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.TcpChecksumValueInvalid));
        Assert.Equal(5UL, nic.Nic.Statistics.InUcastPkts);
        nic.AssertClean();
    }

    [Fact]
    public void LargeFrame_CardThatDoesNotCoalesce_IsCutOnArrival()
    {
        NicFixture nic = new(new VirtualNicOptions { Offloads = VirtualNicOptions.AllOffloads with { CoalesceIPv4 = false } });
        nic.Deliver(TestFrames.Large(nic.Frames, Base with { Payload = TestFrames.Pattern(5000) }, 1000));
        nic.Loop.RunUntilIdle();
        Assert.Equal(5, nic.Indicated.Count);
        Assert.Equal(1, nic.Indications);
        nic.AssertClean();
    }

    [Fact]
    public void PartialChecksums_Coalesced_LeaveThePseudoHeaderOfTheWhole()
    {
        NicFixture nic = new();
        List<TestFrames.Spec> specs = Flow(3, false);
        FrameChain chain = default;
        foreach (TestFrames.Spec spec in specs)
        {
            chain.Add(TestFrames.Partial(nic.Frames, spec));
        }

        nic.Nic.Receive(ref chain);
        nic.Loop.RunUntilIdle();
        NicFixture.Received unit = Assert.Single(nic.Indicated);
        TestFrames.Spec whole = specs[0] with { Payload = [.. specs.SelectMany(x => x.Payload)] };
        Assert.Equal(3, unit.Segments);
        Assert.Equal(TestFrames.Fold(TestFrames.Pseudo(unit.Bytes, 14, 34, whole)), TestFrames.Read16(unit.Bytes, 50));
        nic.AssertClean();
    }

    [Fact]
    public void AnyMixOfFlows_Coalesced_CarriesTheSameStreamsAsTheNaiveTwin()
    {
        NicFixture nic = new();
        Prop.ForAll(Mixes().ToArbitrary(), mix =>
        {
            nic.Indicated.Clear();
            nic.Deliver([.. mix.Select(TestFrames.Transport)]);
            nic.Loop.RunUntilIdle();
            List<byte[]> expected = NaiveCoalescer.Coalesce(mix);
            Assert.Equal(expected, nic.Indicated.Select(x => x.Bytes));
            nic.AssertClean();
        }).QuickCheckThrowOnFailure();
    }

    private static List<TestFrames.Spec> Flow(int count, bool v6, int payload = 500) =>
        [.. Enumerable.Range(0, count).Select(i => Base with { IsV6 = v6, Sequence = 1000 + (uint)(i * payload), Payload = TestFrames.Pattern(payload, i + 1) })];

    private static byte[] Pad(byte[] frame) => [.. frame, .. new byte[60 - frame.Length]];

    // A few flows whose next segment is mostly in order and sometimes not what coalescing wants.
    private static Gen<List<TestFrames.Spec>> Mixes() =>
        from steps in Gen.ListOf(
            from flow in Gen.Choose(0, 2)
            from length in Gen.Choose(1, 700)
            from oddity in Gen.Frequency((8, Gen.Constant(0)), (3, Gen.Choose(1, 6)))
            from v in Gen.Choose(0, 1)
            select (flow, length, oddity, v))
        select Build([.. steps]);

    private static List<TestFrames.Spec> Build((int Flow, int Length, int Oddity, int Choice)[] steps)
    {
        uint[] next = [1000, 0xFFFF_FF00, 5000];
        List<TestFrames.Spec> specs = [];
        foreach ((int flow, int length, int oddity, int choice) in steps)
        {
            TestFrames.Spec spec = Base with
            {
                IsV6 = flow == 2,
                SourcePort = (ushort)(7000 + flow),
                Sequence = next[flow],
                Timestamp = flow == 1 ? null : 100,
                Payload = TestFrames.Pattern(oddity == 1 ? 0 : length, length),
                Flags = oddity switch { 2 => 0x11, 3 => 0x18, _ => 0x10 },
                Service = (byte)(oddity == 4 ? 3 : 0),
                HopLimit = (byte)(oddity == 5 ? 9 : 128),
            };
            if (oddity == 6)
            {
                spec = spec with { Sequence = spec.Sequence + (uint)(choice == 0 ? 1 : -1) };
            }

            specs.Add(spec);
            next[flow] = spec.Sequence + (uint)spec.Payload.Length;
        }

        return specs;
    }
}
