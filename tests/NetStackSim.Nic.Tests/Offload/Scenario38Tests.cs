using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests.Offload;

/// <summary>Acceptance scenario 38: receive segment coalescing.</summary>
public sealed class Scenario38Tests
{
    private static readonly TestFrames.Spec Base = new() { DestinationMac = NicFixture.Mac, SourceMac = 1, Timestamp = 100, Payload = TestFrames.Pattern(500) };

    [Fact]
    public void Scenario38_TwentySegmentsWithTimestamps_AreOneUnitOfTwenty()
    {
        NicFixture nic = new();
        List<TestFrames.Spec> flow = Flow(20);
        flow[5] = flow[5] with { Flags = 0x18, HopLimit = 61 };
        flow[19] = flow[19] with { Timestamp = 131 };
        nic.Deliver([.. flow.Select(TestFrames.Transport)]);
        nic.Loop.RunUntilIdle();
        NicFixture.Received unit = Assert.Single(nic.Indicated);
        Assert.Equal((20, 31u), (unit.Segments, unit.TimestampDelta));
        Assert.Equal((0x18, 61), (unit.Bytes[47], unit.Bytes[22]));
        Assert.True(TestFrames.ChecksumsAreValid(unit.Bytes, flow[0]));
        Assert.Equal(flow.SelectMany(x => x.Payload), unit.Bytes[66..]);
        nic.AssertClean();
    }

    [Theory]
    [InlineData("pure duplicate ack", new[] { 7, 0, 13 })]
    [InlineData("syn", new[] { 7, 0, 13 })]
    [InlineData("other ecn", new[] { 7, 13 })]
    [InlineData("ip option", new[] { 7, 0, 12 })]
    public void Scenario38_ExceptionAmongTheSegments_SplitsTheUnitThere(string kind, int[] expected)
    {
        NicFixture nic = new();
        List<TestFrames.Spec> flow = Flow(20);
        switch (kind)
        {
            case "pure duplicate ack":
                flow.Insert(7, flow[7] with { Payload = [] });
                break;
            case "syn":
                flow.Insert(7, flow[7] with { Flags = 0x12 });
                break;
            case "ip option":
                flow[7] = flow[7] with { NetworkOptions = 8 };
                break;
            default:
                for (int i = 7; i < 20; i++)
                {
                    flow[i] = flow[i] with { Service = 2 };
                }

                break;
        }

        nic.Deliver([.. flow.Select(TestFrames.Transport)]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(expected, nic.Indicated.Select(x => x.Segments));
        nic.AssertClean();
    }

    [Fact]
    public void Scenario38_ThrottledDpc_HoldsNothingPastItsEnd()
    {
        NicFixture nic = new(new VirtualNicOptions { MaxNblsToIndicate = 1 });
        nic.Deliver([.. Flow(6).Select(TestFrames.Transport), .. Flow(6).Select(x => TestFrames.Transport(x with { SourcePort = 9 }))]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(12, nic.Indicated.Sum(x => Math.Max(1, x.Segments)));
        Assert.Equal(nic.Indications, nic.Indicated.Count);
        nic.AssertClean();
    }

    [Fact]
    public void Scenario38_Statistics_CountUnitsSegmentsAndBytesWhoeverJoinedThem()
    {
        NicFixture nic = new();
        nic.Deliver([.. Flow(4).Select(TestFrames.Transport)]);
        nic.Loop.RunUntilIdle();
        nic.Deliver(TestFrames.Large(nic.Frames, Base with { Payload = TestFrames.Pattern(5000) }, 1000));
        nic.Loop.RunUntilIdle();
        nic.Deliver(TestFrames.Transport(Base), TestFrames.Transport(Base with { Sequence = 77 }));
        nic.Loop.RunUntilIdle();
        OidRequest query = OidRequest.Query(Oid.TcpRscStatistics, 40);
        Assert.Equal(NtStatus.Success, nic.Request(query));
        long[] counters = [.. Enumerable.Range(1, 4).Select(i => BinaryPrimitives.ReadInt64LittleEndian(query.InformationBuffer.Span[(8 * i)..]))];
        Assert.Equal([9, 7000, 2, 1], counters);
    }

    [Theory]
    [InlineData(Forwarding.AsItCame)]
    [InlineData(Forwarding.AsACopy)]
    public void Scenario38_FilterThatSendsAUnitOnUnconverted_IsReported(Forwarding how)
    {
        NicFixture nic = new();
        nic.Ndis.RegisterFilter(new Forwarder(how), new FilterOptions { Name = "forward" });
        nic.Loop.RunUntilIdle();
        nic.SetFilter(PacketFilter.Directed);
        nic.Deliver([.. Flow(5).Select(TestFrames.Transport)]);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => nic.Loop.RunUntilIdle());
        Assert.Contains(NdisVerifierRules.DirectionSlots.Name, stop.Message);
        Assert.Contains("forward", stop.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scenario38_FilterThatConverts_PutsTheSegmentsBackOnTheWire(bool v6)
    {
        NicFixture nic = new();
        nic.Ndis.RegisterFilter(new Forwarder(Forwarding.Converted), new FilterOptions { Name = "forward" });
        nic.Loop.RunUntilIdle();
        nic.SetFilter(PacketFilter.Directed);
        List<TestFrames.Spec> flow = [.. Flow(5).Select(x => x with { IsV6 = v6, Identification = 1 })];
        nic.Deliver([.. flow.Select(TestFrames.Transport)]);
        nic.Loop.RunUntilIdle();
        Assert.Empty(nic.Indicated);
        Assert.Equal(
            [.. flow.Select((x, i) => TestFrames.Transport(x with { Identification = (ushort)(1 + i) }))],
            nic.Port.Arrivals.Select(x => x.Bytes));
        nic.AssertClean();
    }

    private static List<TestFrames.Spec> Flow(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Base with { Sequence = 1000 + (uint)(i * 500), Payload = TestFrames.Pattern(500, i + 1) })];

    /// <summary>What a filter does with a received list that it sends back.</summary>
    public enum Forwarding
    {
        /// <summary>Its slots go with it.</summary>
        AsItCame,

        /// <summary>A clone with the slots of the send path copied.</summary>
        AsACopy,

        /// <summary>A clone, converted.</summary>
        Converted,
    }

    /// <summary>Sends back what it receives, as a reflector below IP would.</summary>
    private sealed class Forwarder(Forwarding how) : IFilterDriver, IFilter, IFilterSend, IFilterReceive, IFilterStatus
    {
        private FilterModule _module = null!;
        private NetBufferListPool _pool = null!;

        public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
        {
            _module = module;
            _pool = new NetBufferListPool(module.Adapter.Kernel, new NetBufferListPoolOptions { Name = "forward" });
            filter = this;
            return NtStatus.Success;
        }

        public void Detach() => _pool.Close();

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) => _module.Send(ref chain, port, flags);

        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            if (how == Forwarding.AsItCame)
            {
                _module.Send(ref chain, port, SendFlags.None);
                return;
            }

            NetBufferListChain copies = default;
            while (chain.RemoveFirst() is { } list)
            {
                Assert.True(list.TryClone(_pool, CloneFlags.None, out NetBufferList? copy));
                list.CopyReceiveInfoTo(copy);
                if (how == Forwarding.Converted)
                {
                    // The clone shares the bytes, and nobody else has the list: its headers may be written.
                    Assert.Equal(NtStatus.Success, CoalescedUnit.ToSend(copy, _module.Attributes.Offloads));
                }

                copy.SourceHandle = _module;
                copies.Add(copy);
            }

            _module.Send(ref copies, port, SendFlags.None);
        }

        public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
        {
            NetBufferListChain back = default;
            while (chain.RemoveFirst() is { } copy)
            {
                NetBufferList parent = copy.Parent!;
                copy.Free();
                back.Add(parent);
            }

            _module.ReturnReceived(ref back, ReturnFlags.None);
        }

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => _module.ReturnReceived(ref chain, flags);

        public void Status(in StatusIndication indication) => _module.IndicateStatus(indication);
    }
}
