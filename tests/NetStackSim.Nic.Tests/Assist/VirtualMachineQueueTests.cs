using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic.Tests.Assist;

/// <summary>VMQ: queues by destination address and VLAN, and their life.</summary>
public sealed class VirtualMachineQueueTests
{
    private const ulong Vm = 0x0200_0000_0AAA;

    private readonly NicFixture _nic = New();

    [Fact]
    public void Queue_FromAllocationToItsEnd_GoesThroughItsStates()
    {
        ReceiveQueueParameters queue = Allocate("vm1");
        Assert.Equal(1, queue.QueueId);
        Assert.Equal(ReceiveQueueState.Allocated, State());
        ReceiveFilterParameters filter = Set(queue.QueueId, Vm);
        Assert.Equal(ReceiveQueueState.Set, State());
        Deliver(Vm);
        Assert.Empty(_nic.Indicated);

        Complete(queue.QueueId);
        Assert.Equal(ReceiveQueueState.Running, State());
        Deliver(Vm);
        Assert.Equal(new FilteringInfo(filter.FilterId, 1), Assert.Single(_nic.Indicated).Filtering);

        Assert.Equal(NtStatus.Success, _nic.Request(OidRequest.Set(Oid.ReceiveFilterClearFilter, (uint)filter.FilterId)));
        Assert.Equal(ReceiveQueueState.Paused, State());
        Deliver(Vm);
        Assert.Single(_nic.Indicated);
        Set(queue.QueueId, Vm);
        Assert.Equal(ReceiveQueueState.Running, State());

        Assert.Equal(NtStatus.Success, _nic.Request(OidRequest.Set(Oid.ReceiveFilterFreeQueue, 1)));
        Assert.Empty(_nic.Nic.ReceiveQueues);
        Assert.Equal(new ReceiveQueueStateChange(1, ReceiveQueueState.DmaStopped), _nic.Payloads[_nic.Statuses.IndexOf(NdisStatusCode.ReceiveQueueState)]);
        Deliver(Vm);
        Assert.Single(_nic.Indicated);
        _nic.AssertClean();
    }

    [Fact]
    public void FreeQueue_WithBuffersAbove_WaitsForTheLastOfThem()
    {
        Running(Vm);
        _nic.Hold = true;
        Deliver(Vm, Vm, Vm);
        Assert.Equal(3, Assert.Single(_nic.Nic.ReceiveQueues).OutstandingBuffers);
        Assert.Equal(NtStatus.Success, _nic.Request(OidRequest.Set(Oid.ReceiveFilterFreeQueue, 1)));
        Assert.Equal((ReceiveQueueState.DmaStopped, 0), (State(), _nic.Nic.ReceiveQueues[0].FilterCount));
        Assert.Equal(NdisStatus.FileNotFound, _nic.Request(OidRequest.Set(Oid.ReceiveFilterFreeQueue, 1)));
        _nic.ReturnHeld(2);
        Assert.Equal(1, _nic.Nic.ReceiveQueues[0].OutstandingBuffers);
        _nic.ReturnHeld();
        Assert.Empty(_nic.Nic.ReceiveQueues);
        _nic.AssertClean();
    }

    [Theory]
    [InlineData(null, -1, true)]
    [InlineData(null, 5, true)]
    [InlineData(5, 5, true)]
    [InlineData(5, 6, false)]
    [InlineData(5, -1, false)]
    [InlineData(0, -1, true)]
    [InlineData(0, 0, true)]
    [InlineData(0, 5, false)]
    public void Filter_VlanOfFilterAndFrame_DecideTogether(int? filter, int frame, bool matches)
    {
        Running(Vm, filter);
        byte[] plain = TestFrames.Plain(Vm, 1, 100);
        _nic.Deliver(frame < 0 ? plain : [.. plain[..12], 0x81, 0, 0, (byte)frame, .. plain[12..]]);
        _nic.Loop.RunUntilIdle();
        Assert.Equal(matches ? 1 : 0, _nic.Indicated.Count);
        Assert.All(_nic.Indicated, x => Assert.Equal((1, Math.Max(frame, 0)), (x.Filtering.QueueId, x.Vlan.VlanId)));
    }

    [Fact]
    public void DefaultQueue_TakesWhatNoFilterWants_AndLiesInMemoryOfItsOwn()
    {
        Running(Vm);
        Deliver(NicFixture.Mac, Vm, 0xFFFF_FFFF_FFFF, 0x0200_0000_0BBB);
        Assert.Equal([0, 1, 0], _nic.Indicated.Select(x => x.Filtering.QueueId));
        Assert.Equal(100, _nic.Kernel.Copies.Bytes(CopyKind.DmaReceive));
        Assert.Equal(1, _nic.Kernel.Drops[NicDropReasons.Filtered]);
        _nic.AssertClean();
    }

    [Fact]
    public void Indication_OfOneQueueOnly_HasTheFlag()
    {
        Running(Vm);
        Deliver(Vm, Vm);
        Deliver(NicFixture.Mac, Vm);
        Deliver(NicFixture.Mac, NicFixture.Mac);
        Assert.Equal([true, false, true], _nic.Indicated.GroupBy(x => x.Indication).Select(x => x.First().Flags.HasFlag(ReceiveFlags.SingleQueue)));
    }

    [Fact]
    public void Queues_OnSeveralProcessors_AreServedThere()
    {
        NicFixture nic = New(processors: 4);
        for (int i = 1; i <= 3; i++)
        {
            OidRequest allocate = Method(Oid.ReceiveFilterAllocateQueue, new ReceiveQueueParameters { Processor = i });
            Assert.Equal(NtStatus.Success, nic.Request(allocate));
            nic.Request(Method(Oid.ReceiveFilterSetFilter, new ReceiveFilterParameters { QueueId = i, Address = new MacAddress(Vm + (ulong)i) }));
            nic.Request(Method(Oid.ReceiveFilterQueueAllocationComplete, i));
        }

        nic.Deliver([.. Enumerable.Range(0, 12).Select(i => TestFrames.Plain(Vm + (ulong)(i % 4), 1, 100))]);
        nic.Loop.RunUntilIdle();
        Assert.Equal([(1, 1), (2, 2), (3, 3)], nic.Indicated.Select(x => (x.Filtering.QueueId, x.Processor)).Distinct().Order());
        Assert.All(nic.Indicated, x => Assert.True(x.Flags.HasFlag(ReceiveFlags.SingleQueue)));
        Assert.Equal(3, nic.Indications);
        nic.AssertClean();
    }

    [Fact]
    public void MoveFilter_ToAnotherQueue_FramesFollow()
    {
        ReceiveFilterParameters filter = Running(Vm);
        Allocate("second");
        Complete(2);
        Assert.Equal(NtStatus.Success, _nic.Request(OidRequest.Set(Oid.ReceiveFilterMoveFilter, filter with { QueueId = 2 })));
        Assert.Equal([ReceiveQueueState.Paused, ReceiveQueueState.Running], _nic.Nic.ReceiveQueues.Select(x => x.State));
        Deliver(Vm);
        Assert.Equal(2, Assert.Single(_nic.Indicated).Filtering.QueueId);
    }

    [Fact]
    public void Requests_ThatCannotBe_AreRefused()
    {
        Running(Vm);
        ReceiveFilterParameters same = new() { QueueId = 1, Address = new MacAddress(Vm) };
        Assert.Equal(NdisStatus.InvalidParameter, _nic.Request(Method(Oid.ReceiveFilterSetFilter, same)));
        Assert.Equal(NdisStatus.InvalidParameter, _nic.Request(Method(Oid.ReceiveFilterSetFilter, same with { QueueId = 9 })));
        Assert.Equal(NdisStatus.InvalidParameter, _nic.Request(Method(Oid.ReceiveFilterSetFilter, same with { VlanId = 4095 })));
        Assert.Equal(NdisStatus.FileNotFound, _nic.Request(OidRequest.Set(Oid.ReceiveFilterClearFilter, 99)));
        Assert.Equal(NdisStatus.FileNotFound, _nic.Request(OidRequest.Set(Oid.ReceiveFilterFreeQueue, 2)));
        Assert.Equal(NdisStatus.InvalidParameter, _nic.Request(Method(Oid.ReceiveFilterQueueAllocationComplete, 1)));
        Assert.Equal(NdisStatus.InvalidData, _nic.Request(Method(Oid.ReceiveFilterAllocateQueue, "nonsense")));
    }

    [Fact]
    public void Limits_OfTheHardware_AreKept()
    {
        for (int i = 0; i < 16; i++)
        {
            Allocate($"vm{i}");
        }

        Assert.Equal(NdisStatus.Resources, _nic.Request(Method(Oid.ReceiveFilterAllocateQueue, new ReceiveQueueParameters())));
        for (int i = 0; i < 64; i++)
        {
            Set(1 + (i % 16), Vm + (ulong)i);
        }

        Assert.Equal(NdisStatus.Resources, _nic.Request(Method(Oid.ReceiveFilterSetFilter, new ReceiveFilterParameters { QueueId = 1, Address = new MacAddress(1) })));
    }

    [Fact]
    public void Card_WithoutVmq_OffersNoQueue()
    {
        NicFixture nic = new();
        Assert.Equal(NdisStatus.Resources, nic.Request(Method(Oid.ReceiveFilterAllocateQueue, new ReceiveQueueParameters())));
    }

    [Fact]
    public void Loans_OfAQueue_AreTheirsAndComeBack()
    {
        NicFixture nic = New(resources: true);
        nic.Request(Method(Oid.ReceiveFilterAllocateQueue, new ReceiveQueueParameters()));
        nic.Request(Method(Oid.ReceiveFilterSetFilter, new ReceiveFilterParameters { QueueId = 1, Address = new MacAddress(Vm) }));
        nic.Request(Method(Oid.ReceiveFilterQueueAllocationComplete, 1));
        nic.Deliver(TestFrames.Plain(Vm, 1, 100));
        nic.Loop.RunUntilIdle();
        Assert.True(Assert.Single(nic.Indicated).Flags.HasFlag(ReceiveFlags.Resources));
        Assert.Equal(0, nic.Nic.ReceiveQueues[0].OutstandingBuffers);
        nic.AssertClean();
    }

    private static NicFixture New(int processors = 1, bool resources = false) => new(
        new VirtualNicOptions { ReceiveFilters = new VirtualNicOptions().HardwareReceiveFilters, ResourcesThreshold = resources ? int.MaxValue : 0 },
        host: new SimKernelOptions { Name = "host", ProcessorCount = processors });

    private static OidRequest Method(Oid oid, object value) => new(OidRequestType.Method, oid) { InformationObject = value };

    private static OidRequest Method(Oid oid, int value)
    {
        OidRequest request = new(OidRequestType.Method, oid, new byte[4]) { InputLength = 4 };
        request.InformationBuffer.Span[0] = (byte)value;
        return request;
    }

    private ReceiveQueueState State() => Assert.Single(_nic.Nic.ReceiveQueues).State;

    private void Deliver(params ulong[] destinations)
    {
        _nic.Deliver([.. destinations.Select(x => TestFrames.Plain(x, 1, 100))]);
        _nic.Loop.RunUntilIdle();
    }

    private ReceiveQueueParameters Allocate(string name)
    {
        OidRequest request = Method(Oid.ReceiveFilterAllocateQueue, new ReceiveQueueParameters { VirtualMachineName = name });
        Assert.Equal(NtStatus.Success, _nic.Request(request));
        return (ReceiveQueueParameters)request.InformationObject!;
    }

    private ReceiveFilterParameters Set(int queue, ulong address, int? vlan = null)
    {
        OidRequest request = Method(Oid.ReceiveFilterSetFilter, new ReceiveFilterParameters { QueueId = queue, Address = new MacAddress(address), VlanId = vlan });
        Assert.Equal(NtStatus.Success, _nic.Request(request));
        return (ReceiveFilterParameters)request.InformationObject!;
    }

    private void Complete(int queue) => Assert.Equal(NtStatus.Success, _nic.Request(Method(Oid.ReceiveFilterQueueAllocationComplete, queue)));

    private ReceiveFilterParameters Running(ulong address, int? vlan = null)
    {
        ReceiveQueueParameters queue = Allocate("vm");
        ReceiveFilterParameters filter = Set(queue.QueueId, address, vlan);
        Complete(queue.QueueId);
        return filter;
    }
}
