namespace NetStackSim.Kernel.Tests;

/// <summary>Rules 10, 11, 13: cancel routine, race, and a cancelled IRP that succeeds.</summary>
public sealed class IrpCancellationTests : IDisposable
{
    private readonly IoHarness _host = new();
    private readonly List<string> _log = [];

    public void Dispose() => _host.Dispose();

    [Fact]
    public void CancelIrp_WithoutRoutine_MarksOnlyAndReturnsFalse()
    {
        Irp irp = _host.Io.AllocateIrp(1);
        Assert.False(irp.CancelIrp());
        Assert.True(irp.Cancel);
        irp.Free();
    }

    [Fact]
    public void CancelIrp_QueuedIrp_CompletesOnceWithCancelledAndRestoresIrql()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp irp = _host.NewControl(echo.Device, _log);
        _host.Io.CallDriver(echo.Device, irp);
        Assert.True(irp.HasCancelRoutine);
        Assert.True(irp.CancelIrp());
        Assert.Equal([$"#{irp.Serial} STATUS_CANCELLED 0 pending=True"], _log);
        Assert.Equal(Irql.Passive, _host.Kernel.BootProcessor.Irql);
        Assert.Equal(0, echo.Queue.Count);
        Assert.Equal(1, _host.Io.Statistics.Cancelled);
        Assert.False(irp.CancelIrp());
        irp.Free();
    }

    [Fact]
    public void CancelIrp_TellsTheOwnerOfTheQueue()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        echo.Queue = new IrpQueue("owned", echo);
        Irp irp = _host.NewControl(echo.Device, _log);
        _host.Io.CallDriver(echo.Device, irp);
        irp.CancelIrp();
        Assert.Contains($"canceled #{irp.Serial}", echo.Calls);
        irp.Free();
    }

    [Fact]
    public void Insert_IrpCancelledBefore_CompletesAtOnce()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp irp = _host.NewControl(echo.Device, _log);
        irp.CancelIrp();
        Assert.Equal(NtStatus.Pending, _host.Io.CallDriver(echo.Device, irp));
        Assert.Equal([$"#{irp.Serial} STATUS_CANCELLED 0 pending=True"], _log);
        irp.Free();
    }

    [Fact]
    public void Race_DequeuerFindsTheRoutineTaken_AndLeavesTheIrpAlone()
    {
        using IoHarness host = new(processors: 2);
        EchoDriver echo = new(host.Io) { Pends = true };
        Irp irp = host.NewControl(echo.Device, _log);
        IrpCancelRoutine routine = null!;
        bool dequeued = true;
        routine = (_, i) =>
        {
            // Another processor looks for work while the cancel routine runs here.
            Processor self = host.Kernel.CurrentProcessor;
            self.While(host.Kernel.Processors[1], () => dequeued = i.SetCancelRoutine(null) is not null);
            i.ReleaseCancelLock();
            i.Complete(NtStatus.Cancelled);
        };
        echo.Driver[IrpMajorFunction.DeviceControl] = (_, i) =>
        {
            i.MarkPending();
            i.SetCancelRoutine(routine);
            return NtStatus.Pending;
        };
        host.Io.CallDriver(echo.Device, irp);
        Assert.True(irp.CancelIrp());
        Assert.False(dequeued);
        Assert.Single(_log);
        irp.Free();
    }

    [Fact]
    public void CancelledIrp_WhoseOperationWonTheRace_CompletesWithSuccess()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp irp = _host.NewControl(echo.Device, _log);
        _host.Io.CallDriver(echo.Device, irp);
        Irp taken = echo.Queue.RemoveNext()!;
        Assert.False(irp.CancelIrp());
        taken.Complete(NtStatus.Success, 5);
        Assert.Equal([$"#{irp.Serial} STATUS_SUCCESS 5 pending=True"], _log);
        Assert.True(irp.Cancel);
        irp.Free();
    }

    [Fact]
    public void CancelRoutine_ReturnsWithTheLockHeld_IsBugCheck11B()
    {
        Irp irp = Parked((_, _) => { });
        Assert.Equal(0x11Bu, (uint)_host.BugChecks(BugCheckCode.DriverReturnedHoldingCancelLock, () => irp.CancelIrp()).Code);
    }

    [Fact]
    public void CancelRoutine_CompletesWithAnotherStatus_IsAVerifierError()
    {
        Irp irp = Parked((_, i) =>
        {
            i.ReleaseCancelLock();
            i.Complete(NtStatus.Success, 1);
        });
        _host.Breaks(IrpRules.CancelRoutine, () => irp.CancelIrp());
    }

    [Fact]
    public void CancelRoutine_RunsAtDispatch()
    {
        Irql seen = Irql.Passive;
        Irp irp = Parked((_, i) =>
        {
            seen = _host.Kernel.CurrentProcessor.Irql;
            i.ReleaseCancelLock();
            i.Complete(NtStatus.Cancelled);
        });
        irp.CancelIrp();
        Assert.Equal(Irql.Dispatch, seen);
        irp.Free();
    }

    [Fact]
    public void Complete_WithCancelRoutineSet_IsBugCheck48()
    {
        Irp irp = Parked((_, _) => { });
        Assert.Equal(0x48u, (uint)_host.BugChecks(BugCheckCode.CancelStateInCompletedIrp, () => irp.Complete(NtStatus.Success)).Code);
    }

    [Fact]
    public void Queue_IsFifoAndTakesByFileAndByIrp()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp[] irps = [.. Enumerable.Range(0, 4).Select(_ => _host.NewControl(echo.Device, _log))];
        foreach (Irp irp in irps)
        {
            _host.Io.CallDriver(echo.Device, irp);
        }

        Assert.Same(irps[0], echo.Queue.Peek);
        Assert.True(echo.Queue.Remove(irps[2]));
        Assert.False(echo.Queue.Remove(irps[2]));
        irps[2].Complete(NtStatus.Success, 2);
        irps[1].CancelIrp();
        Assert.Same(irps[0], echo.Queue.RemoveNext());
        echo.Queue.InsertFirst(irps[0]);
        Assert.Equal(2, echo.Queue.Count);
        echo.Queue.CompleteAll(NtStatus.ConnectionReset);
        Assert.Equal(
            [irps[2].Serial, irps[1].Serial, irps[0].Serial, irps[3].Serial],
            _log.Select(line => int.Parse(line[1..line.IndexOf(' ')], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(echo.Queue.IsEmpty);
        foreach (Irp irp in irps)
        {
            irp.Free();
        }
    }

    private Irp Parked(IrpCancelRoutine routine)
    {
        EchoDriver echo = new(_host.Io);
        echo.Driver[IrpMajorFunction.DeviceControl] = (_, i) =>
        {
            i.MarkPending();
            i.SetCancelRoutine(routine);
            return NtStatus.Pending;
        };
        Irp irp = _host.NewControl(echo.Device);
        _host.Io.CallDriver(echo.Device, irp);
        return irp;
    }
}
