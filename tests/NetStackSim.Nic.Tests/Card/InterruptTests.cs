using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests;

public sealed class InterruptTests
{
    private static readonly SimKernelOptions FourProcessors = new() { Name = "host", ProcessorCount = 4 };

    [Fact]
    public void Queues_InterruptTheirOwnProcessors_AtTheSameTime()
    {
        SimKernelOptions host = new() { Name = "host", ProcessorCount = 4, Costs = new CostModel { PerList = 1_000 } };
        NicFixture nic = new(Separate(), host: host);
        Scale(nic);
        nic.Deliver([.. Enumerable.Range(0, 400).Select(port => RssFrames.Build(new RssFrames.Packet { SourcePort = (ushort)port }))]);
        long start = nic.Loop.Now;
        nic.Loop.RunUntilIdle();

        for (int i = 0; i < 4; i++)
        {
            NicQueueStatistics queue = nic.Nic.GetQueue(i);
            Assert.Equal((i, i, 1L), (queue.Number, queue.Processor, queue.Interrupts));
            Assert.InRange(queue.IndicatedLists, 80, 120);
            Assert.Equal(start + (queue.IndicatedLists * 1_000), nic.Kernel.Processors[i].BusyUntil);
        }

        nic.AssertClean();
    }

    [Fact]
    public void SharedLine_TwoCards_EachServesItsOwn()
    {
        EventLoop loop = new();
        FramePool frames = new(loop);
        SimKernel kernel = new(loop, FourProcessors);
        InterruptLine line = new(kernel.Processors[1], 10);
        NdisRuntime runtime = new(kernel);
        LineProtocol protocol = new();
        runtime.RegisterProtocol(protocol, new ProtocolOptions { Name = "TEST" });
        MiniportRegistration driver = runtime.RegisterMiniport(new VirtualNicDriver(), VirtualNicDriver.Registration);
        RecordingPort[] ports = new RecordingPort[2];
        VirtualNic[] cards = new VirtualNic[2];
        for (int i = 0; i < 2; i++)
        {
            ports[i] = new RecordingPort(loop, WireCapabilities.SingleFrames, $"wire{i}");
            cards[i] = new VirtualNic(kernel, frames, new VirtualNicOptions { Name = $"nic{i}", MacAddress = new(NicFixture.Mac), InterruptLine = line });
            Wire.Connect(cards[i], ports[i]);
            runtime.AddAdapter(driver, new AdapterOptions { Name = $"nic{i}", Device = cards[i] });
        }

        loop.RunUntilIdle();
        protocol.OpenFilters();
        loop.RunUntilIdle();
        byte[] frame = TestFrames.Plain(NicFixture.Mac, 1, 100);
        ports[1].Send(frames, frame);
        loop.RunUntilIdle();
        Assert.Equal((0L, 1L, 1L), (cards[0].Interrupts, cards[1].Interrupts, line.Count));
        ports[0].Send(frames, frame, frame);
        ports[1].Send(frames, frame);
        loop.RunUntilIdle();

        Assert.Equal((1L, 2L, 3L, 0L), (cards[0].Interrupts, cards[1].Interrupts, line.Count, line.Unclaimed));
        Assert.Equal(0, line.Holders);
        Assert.Equal([1, 1, 1, 1], protocol.Processors);
        Assert.Equal(0, frames.Outstanding);
    }

    [Fact]
    public void LineInterrupt_WithScaling_RunsTheDpcsOfAllQueuesOnTheirProcessors()
    {
        FramePool frames = new(new EventLoop());
        NicFixture nic = new(frames, FourProcessors, NicFixture.Mac, kernel => Separate() with { InterruptLine = new InterruptLine(kernel.Processors[2]) });
        Wire.Connect(nic.Nic, nic.Port);
        nic.Start();
        Scale(nic);
        long before = nic.Nic.InterruptResources.Line!.Count;
        nic.Deliver([.. Enumerable.Range(0, 64).Select(port => RssFrames.Build(new RssFrames.Packet { SourcePort = (ushort)port }))]);
        nic.Loop.RunUntilIdle();

        Assert.Equal([0, 1, 2, 3], nic.Indicated.Select(got => got.Processor).Distinct().Order());
        Assert.Equal(1, nic.Nic.InterruptResources.Line.Count - before);
        nic.AssertClean();
    }

    [Fact]
    public void Poll_ServesTheQueueWithoutItsDpc_InPortionsOfTheBudget()
    {
        NicFixture nic = new(Separate() with { UsesPoll = true });
        nic.Deliver([.. Enumerable.Repeat(TestFrames.Plain(NicFixture.Mac, 1, 100), 150)]);
        nic.Loop.RunUntilIdle();

        Assert.Equal(150, nic.Indicated.Count);
        Assert.Equal([64, 64, 22], nic.Indicated.CountBy(got => got.Indication).Select(pair => pair.Value));
        NicQueueStatistics queue = nic.Nic.GetQueue(0);
        Assert.Equal((1L, 4L), (queue.Interrupts, queue.Polls));
        nic.SendAndRun(nic.List(TestFrames.Plain(1, NicFixture.Mac, 80)));
        Assert.Single(nic.Completions);
        nic.AssertClean();
    }

    [Fact]
    public void Poll_CompletesSendsInPortionsOfTheBudget()
    {
        NicFixture nic = new(Separate() with { UsesPoll = true, TransmitDescriptors = 400 });
        nic.SendAndRun([.. Enumerable.Range(0, 300).Select(_ => nic.List(TestFrames.Plain(1, NicFixture.Mac, 80)))]);

        Assert.Equal((300, 2), (nic.Completions.Count, nic.CompletionCalls));
        Assert.Equal((300L, 3L), (nic.Nic.GetQueue(0).CompletedSends, nic.Nic.GetQueue(0).Polls));
        nic.AssertClean();
    }

    [Fact]
    public void Poll_LowOnDescriptors_NeverLends()
    {
        NicFixture nic = new(Separate() with { UsesPoll = true, ReceiveDescriptors = 4, ResourcesThreshold = 4 });
        nic.Deliver([.. Enumerable.Repeat(TestFrames.Plain(NicFixture.Mac, 1, 100), 4)]);
        nic.Loop.RunUntilIdle();

        Assert.All(nic.Indicated, got => Assert.Equal(ReceiveFlags.None, got.Flags & ReceiveFlags.Resources));
        Assert.Equal(4, nic.Indicated.Count);
        nic.AssertClean();
    }

    [Fact]
    public void Moderation_SwitchedOffByRequest_EndsTheDelayAtOnce()
    {
        NicFixture nic = new(Separate() with { InterruptModerationNs = 1_000_000, InterruptModerationFrames = 0 });
        byte[] frame = TestFrames.Plain(NicFixture.Mac, 1, 100);
        nic.Deliver(frame);
        nic.Loop.RunFor(10);
        nic.Deliver(frame);
        nic.Loop.RunFor(10);
        Assert.Single(nic.Indicated);
        Assert.Equal(2u, Moderation(nic));
        byte[] off = [0x80, 1, 12, 0, 0, 0, 0, 0, 3, 0, 0, 0];
        Assert.Equal(NtStatus.Success, nic.Binding.OidRequest(OidRequest.Set(Oid.GenInterruptModeration, off.AsMemory())));
        nic.Loop.RunFor(10);

        Assert.Equal(2, nic.Indicated.Count);
        nic.AssertClean();
        Assert.Equal(3u, Moderation(nic));
    }

    [Fact]
    public void Moderation_SwitchedOnByRequest_SpreadsInterrupts()
    {
        NicFixture nic = new(Separate());
        Assert.Equal(3u, Moderation(nic));
        byte[] on = [0x80, 1, 12, 0, 0, 0, 0, 0, 2, 0, 0, 0];
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenInterruptModeration, on.AsMemory())));
        byte[] frame = TestFrames.Plain(NicFixture.Mac, 1, 100);
        long start = nic.Loop.Now;
        for (int i = 0; i < 10; i++)
        {
            nic.Deliver(frame);
            nic.Loop.RunFor(1_000);
        }

        nic.Loop.RunUntilIdle();
        Assert.Equal([0L, .. Enumerable.Repeat(NicInterrupt.DefaultIntervalNs, 9)], nic.Indicated.Select(got => got.TimeNs - start));
        nic.AssertClean();
    }

    [Fact]
    public void Throttle_OfNdis_LimitsEachDpc()
    {
        NicFixture nic = new(Separate() with { MaxNblsToIndicate = 5 });
        nic.Deliver([.. Enumerable.Repeat(TestFrames.Plain(NicFixture.Mac, 1, 100), 12)]);
        nic.Loop.RunUntilIdle();

        Assert.Equal([5, 5, 2], nic.Indicated.CountBy(got => got.Indication).Select(pair => pair.Value));
        Assert.Equal(1, nic.Nic.Interrupts);
        nic.AssertClean();
    }

    [Fact]
    public void Halt_ForgetsScaling()
    {
        NicFixture nic = new(Separate(), host: FourProcessors);
        Scale(nic);
        nic.Ndis.RemoveAdapter(nic.Adapter);
        nic.Loop.RunUntilIdle();
        nic.Start();
        nic.Deliver([.. Enumerable.Range(0, 32).Select(port => RssFrames.Build(new RssFrames.Packet { SourcePort = (ushort)port }))]);
        nic.Loop.RunUntilIdle();

        Assert.Equal(32, nic.Indicated.Count);
        Assert.All(nic.Indicated, got => Assert.Equal((0, 0u), (got.Processor, got.Hash)));
        nic.AssertClean();
    }

    private static VirtualNicOptions Separate() => new() { Offloads = VirtualNicOptions.AllOffloads with { CoalesceIPv4 = false, CoalesceIPv6 = false } };

    private static uint Moderation(NicFixture nic)
    {
        OidRequest query = OidRequest.Query(Oid.GenInterruptModeration, 12);
        Assert.Equal(NtStatus.Success, nic.Request(query));
        return BitConverter.ToUInt32(query.InformationBuffer.Span[8..]);
    }

    private static void Scale(NicFixture nic) => Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(
        Oid.GenReceiveScaleParameters, new ReceiveScaleParameters { HashTypes = RssHashTypes.All, IndirectionTable = [0, 1, 2, 3], SecretKey = RssFrames.Key })));

    private sealed class LineProtocol : IProtocolDriver
    {
        private readonly List<ProtocolBinding> _bindings = [];

        public List<int> Processors { get; } = [];

        public void OpenFilters() => _bindings.ForEach(binding => binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)PacketFilter.Directed)));

        public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
        {
            _bindings.Add(binding);
            protocol = new Bound(this, binding);
            return NtStatus.Success;
        }

        private sealed class Bound(LineProtocol owner, ProtocolBinding binding) : IProtocol
        {
            public NtStatus Unbind() => NtStatus.Success;

            public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => NtStatus.Success;

            public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
            {
                foreach (NetBufferList list in chain)
                {
                    owner.Processors.Add(list.Pool.Kernel.CurrentProcessor.Number);
                }

                binding.Return(ref chain, ReturnFlags.None);
            }

            public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
            {
            }
        }
    }
}
