using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests;

public sealed class LineInterruptTests
{
    private readonly TestHost _host = new(processors: 4);
    private readonly List<string> _log = [];

    [Theory]
    [InlineData(InterruptMode.LevelSensitive)]
    [InlineData(InterruptMode.Latched)]
    public void SharedLine_SecondDeviceInterrupts_FirstIsAskedAndSaysNo(InterruptMode mode)
    {
        (InterruptMiniport a, InterruptMiniport b, InterruptLine line) = Shared(mode);
        a.Asks = (false, 0);
        b.Interrupt();
        _host.Loop.RunUntilIdle();

        string[] expected = mode == InterruptMode.LevelSensitive
            ? ["a: isr cpu1 Device", "b: isr cpu1 Device", "b: dpc cpu1 Dispatch"]
            : ["a: isr cpu1 Device", "b: isr cpu1 Device", "a: isr cpu1 Device", "b: isr cpu1 Device", "b: dpc cpu1 Dispatch"];
        Assert.Equal(expected, _log);
        Assert.Equal((0, 0L, 1L), (line.Holders, line.Unclaimed, line.Count));
    }

    [Fact]
    public void SharedLine_BothDevicesInterrupt_LevelIsServedUntilNobodyHoldsIt()
    {
        (InterruptMiniport a, InterruptMiniport b, InterruptLine line) = Shared(InterruptMode.LevelSensitive);
        a.Interrupt();
        b.Interrupt();
        Assert.Equal(2, line.Holders);
        _host.Loop.RunUntilIdle();

        // The DPC of the first is queued by its own answer, and again because it is asked for the second: one DPC.
        Assert.Equal(["a: isr cpu1 Device", "a: isr cpu1 Device", "b: isr cpu1 Device", "a: dpc cpu1 Dispatch", "b: dpc cpu1 Dispatch"], _log);
        Assert.Equal((0, 2L), (line.Holders, line.Count));
    }

    [Fact]
    public void ServiceRoutine_ThatSaysNo_StillGetsTheDpcThatItAskedFor()
    {
        (InterruptMiniport a, InterruptMiniport b, _) = Shared(InterruptMode.LevelSensitive);
        a.Asks = (false, 0b1100);
        b.Asks = (true, 0b1111);
        b.Interrupt();
        _host.Loop.RunUntilIdle();

        Assert.Equal(
            ["a: isr cpu1 Device", "b: isr cpu1 Device", "a: dpc cpu2 Dispatch", "a: dpc cpu3 Dispatch", "b: dpc cpu1 Dispatch"], _log);
    }

    [Fact]
    public void Line_ThatNobodyClaims_IsCountedAndNotServedForEver()
    {
        (InterruptMiniport a, _, InterruptLine line) = Shared(InterruptMode.LevelSensitive);
        a.InterruptResources.Raise();
        _host.Loop.RunUntilIdle();

        Assert.Equal((1, 1L), (line.Holders, line.Unclaimed));
        a.InterruptResources.Lower();
        Assert.Equal(0, line.Holders);
    }

    [Fact]
    public void Deregister_LeavesTheOtherDeviceOnTheLine()
    {
        (InterruptMiniport a, InterruptMiniport b, _) = Shared(InterruptMode.LevelSensitive);
        a.Adapter.Stack.Runtime.RemoveAdapter(a.Adapter);
        _host.Loop.RunUntilIdle();
        _log.Clear();
        a.Interrupt();
        b.Interrupt();
        _host.Loop.RunUntilIdle();

        Assert.Equal(["b: isr cpu1 Device", "b: dpc cpu1 Dispatch"], _log);
    }

    [Fact]
    public void CostModel_ChargesEveryServiceRoutineThatIsAsked()
    {
        EventLoop loop = new();
        SimKernel kernel = new(loop, new SimKernelOptions { Costs = new CostModel { PerIsr = 100, PerDpc = 7 } });
        NdisRuntime runtime = new(kernel);
        InterruptLine line = new(kernel.Processors[0]);
        InterruptMiniport a = new(new InterruptResources([], line), _log, "a") { Asks = (false, 0) };
        InterruptMiniport b = new(new InterruptResources([], line), _log, "b");
        InterruptMiniport.Add(runtime, a);
        InterruptMiniport.Add(runtime, b);
        loop.RunUntilIdle();
        long before = kernel.Processors[0].BusyNs;
        b.Interrupt();
        loop.RunUntilIdle();

        Assert.Equal(207, kernel.Processors[0].BusyNs - before);
    }

    private (InterruptMiniport A, InterruptMiniport B, InterruptLine Line) Shared(InterruptMode mode)
    {
        NdisRuntime runtime = new(_host.Kernel);
        InterruptLine line = new(_host.Kernel.Processors[1], 11, mode);
        InterruptMiniport a = new(new InterruptResources([], line), _log, "a");
        InterruptMiniport b = new(new InterruptResources([], line), _log, "b");
        InterruptMiniport.Add(runtime, a);
        InterruptMiniport.Add(runtime, b);
        _host.Loop.RunUntilIdle();
        Assert.Equal((NtStatus.Success, InterruptType.LineBased), (b.RegisterResult, b.Registration!.Type));
        return (a, b, line);
    }
}
