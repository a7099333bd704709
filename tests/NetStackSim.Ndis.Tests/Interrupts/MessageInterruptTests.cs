using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests;

public sealed class MessageInterruptTests
{
    private readonly TestHost _host = new(processors: 4);
    private readonly List<string> _log = [];

    [Fact]
    public void Message_InterruptsItsProcessor_AndItsDpcRunsThere()
    {
        MessageMiniport nic = Start();
        nic.Interrupt(2);
        _host.Loop.RunUntilIdle();

        Assert.Equal(["nic: isr 2 cpu3 Device", "nic: dpc 2 cpu3 Dispatch"], _log);
        Assert.Equal(InterruptType.MessageBased, nic.Registration!.Type);
        Assert.Equal([(0, 1), (1, 2), (2, 3)], nic.Registration.MessageInfoTable.Select(row => (row.MessageId, row.TargetProcessor)));
    }

    [Fact]
    public void QueueDpc_IsUniqueForAMessageAndAProcessor()
    {
        InterruptRegistration interrupt = Start().Registration!;

        Assert.Equal(0b0011ul, interrupt.QueueDpc(0, 0b0011, "x"));
        Assert.Equal(0b0100ul, interrupt.QueueDpc(0, 0b0111, "y"));
        Assert.Equal(0b0001ul, interrupt.QueueDpc(1, 0b0001, "z"));
        Assert.Equal(0ul, interrupt.QueueDpc(1, 0xF0));
        _host.Loop.RunUntilIdle();

        // The context of a DPC that was queued already is that of the call that queued it.
        Assert.Equal(
            ["nic: dpc 0 x cpu0 Dispatch", "nic: dpc 0 x cpu1 Dispatch", "nic: dpc 0 y cpu2 Dispatch", "nic: dpc 1 z cpu0 Dispatch"], _log);
        Assert.Equal(1ul, interrupt.QueueDpc(0, 1));
        _host.Loop.RunUntilIdle();
    }

    [Fact]
    public void Dpc_ThatLeavesLists_IsQueuedAgainByNdis_WithItsContext()
    {
        MessageMiniport nic = Start();
        nic.Throttled = 2;
        nic.Registration!.QueueDpc(1, 0b1000, "c");
        _host.Loop.RunUntilIdle();

        Assert.Equal(Enumerable.Repeat("nic: dpc 1 c cpu3 Dispatch", 3), _log);
    }

    [Fact]
    public void MaskedMessage_IsPendingUntilUnmasked()
    {
        MessageMiniport nic = Start();
        nic.InterruptResources.Mask(1);
        nic.Interrupt(1);
        nic.Interrupt(1);
        _host.Loop.RunUntilIdle();
        Assert.Empty(_log);
        Assert.True(nic.InterruptResources.IsMasked(1));
        nic.InterruptResources.Unmask(1);
        nic.InterruptResources.Unmask(1);
        _host.Loop.RunUntilIdle();

        Assert.Equal(["nic: isr 1 cpu2 Device", "nic: dpc 1 cpu2 Dispatch"], _log);
    }

    [Fact]
    public void Synchronize_RunsAtDeviceLevel_AndNotAfterDeregistration()
    {
        MessageMiniport nic = Start();
        Irql seen = Irql.Passive;
        Assert.True(nic.Registration!.Synchronize(0, context =>
        {
            seen = _host.Kernel.CurrentProcessor.Irql;
            return ReferenceEquals(context, _log);
        }, _log));

        Assert.Equal((Irql.Device, Irql.Passive), (seen, _host.Kernel.CurrentProcessor.Irql));
        Assert.Throws<ArgumentOutOfRangeException>(() => nic.Registration.Synchronize(3, static _ => true));
    }

    [Fact]
    public void DisableAndEnable_CallTheDriverForEveryMessageAtDeviceLevel()
    {
        MessageMiniport nic = Start();
        nic.Registration!.Disable();
        nic.Registration.Enable();

        Assert.Equal(
            [
                "nic: disable 0 cpu0 Device", "nic: disable 1 cpu0 Device", "nic: disable 2 cpu0 Device",
                "nic: enable 0 cpu0 Device", "nic: enable 1 cpu0 Device", "nic: enable 2 cpu0 Device",
            ], _log);
    }

    [Fact]
    public void Halt_CancelsTheDpcsAndTheDeviceIsHeardNoMore()
    {
        MessageMiniport nic = Start();
        nic.Interrupt();
        nic.Registration!.QueueDpc(1, 0b10);
        nic.Adapter.Stack.Runtime.RemoveAdapter(nic.Adapter);
        Assert.False(nic.InterruptResources.IsConnected);
        Assert.Equal(0ul, nic.Registration.QueueDpc(0, 1));
        nic.Interrupt();
        _host.Loop.RunUntilIdle();

        Assert.DoesNotContain(_log, entry => entry.Contains("dpc", StringComparison.Ordinal));
    }

    [Fact]
    public void DriverWithoutMessageHandlers_GetsTheLine()
    {
        InterruptLine line = new(_host.Kernel.Processors[0]);
        InterruptMiniport nic = new(new InterruptResources(_host.Kernel.Processors[..2], line), _log);
        InterruptMiniport.Add(new NdisRuntime(_host.Kernel), nic);
        _host.Loop.RunUntilIdle();

        Assert.Equal(InterruptType.LineBased, nic.Registration!.Type);
    }

    [Fact]
    public void DriverWithoutMessageHandlers_OnADeviceWithoutALine_GetsNothing()
    {
        InterruptMiniport nic = new(new InterruptResources(_host.Kernel.Processors[..2]), _log);
        InterruptMiniport.Add(new NdisRuntime(_host.Kernel), nic);
        _host.Loop.RunUntilIdle();

        Assert.Equal(NdisStatus.ResourceConflict, nic.RegisterResult);
    }

    private MessageMiniport Start()
    {
        MessageMiniport nic = new(new InterruptResources(_host.Kernel.Processors[1..4]), _log);
        InterruptMiniport.Add(new NdisRuntime(_host.Kernel), nic);
        _host.Loop.RunUntilIdle();
        return nic;
    }
}
