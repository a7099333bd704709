namespace NetStackSim.Kernel.Tests;

/// <summary>Rules 1 to 7: locations, routines, the walk up, the pending mark.</summary>
public sealed class IrpCompletionTests : IDisposable
{
    private readonly IoHarness _host = new();
    private readonly List<string> _log = [];

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Allocation_CurrentLocation_LiesAboveTheFirstUsableOne()
    {
        Irp irp = _host.Io.AllocateIrp(3);
        Assert.Equal(3, irp.StackCount);
        Assert.Equal(4, irp.CurrentLocation);
        Assert.Equal(IrpState.Owned, irp.State);
        Assert.Throws<InvalidOperationException>(() => irp.CurrentStackLocation);
        irp.Free();
        Assert.Equal(IrpState.Free, irp.State);
    }

    [Fact]
    public void Routine_InlineCompletion_RunsOnceBeforeTheCallReturns_AndMayFree()
    {
        EchoDriver echo = new(_host.Io);
        int runs = 0;
        Irp irp = _host.NewControl(echo.Device, routine: (i, _) =>
        {
            runs++;
            i.Free();
            return NtStatus.MoreProcessingRequired;
        });
        Assert.Equal(NtStatus.Success, _host.Io.CallDriver(echo.Device, irp));
        Assert.Equal(1, runs);
        Assert.Equal(IrpState.Free, irp.State);
        Assert.Equal(_host.Io.Statistics.Allocated, _host.Io.Statistics.Freed);
        Assert.Equal(1, _host.Io.Statistics.Completed);
    }

    [Fact]
    public void Creator_WithoutRoutine_IsAVerifierErrorThatNamesTheOwner()
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = _host.Io.AllocateIrp(1, "careless");
        irp.NextStackLocation.MajorFunction = IrpMajorFunction.DeviceControl;
        BugCheckException stop = _host.Breaks(IrpRules.CreatorRoutine, () => _host.Io.CallDriver(echo.Device, irp));
        Assert.Contains("careless", stop.Culprit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void Creator_RoutineNotForAllCases_IsAVerifierError(bool success, bool error, bool cancel)
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = _host.Io.AllocateIrp(1);
        irp.SetCompletionRoutine(IoHarness.KeepIrp, null, success, error, cancel);
        _host.Breaks(IrpRules.CreatorRoutine, () => _host.Io.CallDriver(echo.Device, irp));
    }

    [Fact]
    public void Creator_RoutineThatLetsTheWalkGoOn_RunsPastTheTop()
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = _host.NewControl(echo.Device, routine: static (_, _) => NtStatus.Success);
        _host.Breaks(IrpRules.CreatorRoutine, () => _host.Io.CallDriver(echo.Device, irp));
    }

    [Fact]
    public void WithoutVerifier_WalkPastTheTop_IsABugCheckAllTheSame()
    {
        using IoHarness bare = new(verifier: false);
        EchoDriver echo = new(bare.Io);
        Irp irp = bare.NewControl(echo.Device, routine: static (_, _) => NtStatus.Success);
        bare.Breaks(IrpRules.CreatorRoutine, () => bare.Io.CallDriver(echo.Device, irp));
    }

    [Fact]
    public void Completion_Twice_IsBugCheck44_WithAndWithoutVerifier()
    {
        foreach (bool verifier in new[] { true, false })
        {
            using IoHarness host = new(verifier);
            EchoDriver echo = new(host.Io) { Pends = true };
            Irp irp = host.NewControl(echo.Device);
            Assert.Equal(NtStatus.Pending, host.Io.CallDriver(echo.Device, irp));
            echo.Queue.RemoveNext()!.Complete(NtStatus.Success);
            host.BugChecks(BugCheckCode.MultipleIrpCompleteRequests, irp.Complete);
        }
    }

    [Fact]
    public void Dispatch_PendingWithoutMark_NamesTheDriver()
    {
        _host.Io.LoadDriver("Bad", d => _host.Io.CreateDevice(d, null, DeviceType.Network, out _), out DriverObject? driver);
        driver![IrpMajorFunction.DeviceControl] = (_, _) => NtStatus.Pending;
        Irp irp = _host.NewControl(driver.Devices[0]);
        BugCheckException stop = _host.Breaks(IrpRules.PendingReturn, () => _host.Io.CallDriver(driver.Devices[0], irp));
        Assert.Equal(@"\Driver\Bad", stop.Culprit);
    }

    [Fact]
    public void Dispatch_MarkWithoutPending_IsAVerifierError()
    {
        _host.Io.LoadDriver("Bad", d => _host.Io.CreateDevice(d, null, DeviceType.Network, out _), out DriverObject? driver);
        driver![IrpMajorFunction.DeviceControl] = (_, irp) =>
        {
            irp.MarkPending();
            irp.Complete(NtStatus.Success);
            return NtStatus.Success;
        };
        Irp irp = _host.NewControl(driver.Devices[0]);
        _host.Breaks(IrpRules.PendingReturn, () => _host.Io.CallDriver(driver.Devices[0], irp));
    }

    [Fact]
    public void Dispatch_MarkedAndCompletedInsideTheCall_ReturningPending_IsLegal()
    {
        _host.Io.LoadDriver("Good", d => _host.Io.CreateDevice(d, null, DeviceType.Network, out _), out DriverObject? driver);
        driver![IrpMajorFunction.DeviceControl] = (_, irp) =>
        {
            irp.MarkPending();
            irp.Complete(NtStatus.Success);
            return NtStatus.Pending;
        };
        Irp irp = _host.NewControl(driver.Devices[0], routine: static (i, _) =>
        {
            i.Free();
            return NtStatus.MoreProcessingRequired;
        });
        Assert.Equal(NtStatus.Pending, _host.Io.CallDriver(driver.Devices[0], irp));
    }

    [Fact]
    public void Dispatch_ReturnsStatusAndForgetsTheIrp_IsAVerifierError()
    {
        _host.Io.LoadDriver("Bad", d => _host.Io.CreateDevice(d, null, DeviceType.Network, out _), out DriverObject? driver);
        driver![IrpMajorFunction.DeviceControl] = (_, _) => NtStatus.Success;
        Irp irp = _host.NewControl(driver.Devices[0]);
        _host.Breaks(IrpRules.SynchronousCompletion, () => _host.Io.CallDriver(driver.Devices[0], irp));
    }

    [Fact]
    public void Dispatch_FinalStatusPending_IsAVerifierError()
    {
        EchoDriver echo = new(_host.Io) { InlineStatus = NtStatus.Pending };
        Irp irp = _host.NewControl(echo.Device);
        _host.Breaks(IrpRules.FinalStatus, () => _host.Io.CallDriver(echo.Device, irp));
    }

    [Fact]
    public void MajorFunction_NotSet_CompletesWithInvalidDeviceRequest()
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = _host.NewControl(echo.Device, _log);
        irp.NextStackLocation.MajorFunction = IrpMajorFunction.Pnp;
        Assert.Equal(NtStatus.InvalidDeviceRequest, _host.Io.CallDriver(echo.Device, irp));
        Assert.Equal(NtStatus.InvalidDeviceRequest, irp.Status);
        irp.Free();
    }

    [Fact]
    public void Location_PreparedAndNotSent_IsCleanForTheNextRenter()
    {
        EchoDriver lower = new(_host.Io);
        FilterDriver filter = new(_host.Io, lower.Device);
        filter.Device.Driver[IrpMajorFunction.DeviceControl] = static (_, i) =>
        {
            i.CopyCurrentStackLocationToNext();
            i.SetCompletionRoutine(IoHarness.KeepIrp, null);
            return i.CompleteRequest(NtStatus.Success);
        };
        Irp irp = _host.NewControl(filter.Device);
        irp.NextStackLocation.Argument1 = "left over";
        _host.Io.CallDriver(filter.Device, irp);
        irp.Free();
        Irp again = _host.Io.AllocateIrp(2);
        Assert.Same(irp, again);
        again.SetCompletionRoutine(IoHarness.KeepIrp, null);
        again.BeginRequest(filter.Device, IrpMajorFunction.DeviceControl);
        Assert.Null(again.NextStackLocation.Argument1);
        Assert.Equal(StackLocationControl.None, again.NextStackLocation.Control);
        again.Complete(NtStatus.Success);
        again.Free();
    }

    [Fact]
    public void Locations_TooFew_IsBugCheck35()
    {
        EchoDriver lower = new(_host.Io);
        FilterDriver filter = new(_host.Io, lower.Device);
        Irp irp = _host.Io.AllocateIrp(1);
        IoHarness.Prepare(irp);
        BugCheckException stop = _host.BugChecks(BugCheckCode.NoMoreIrpStackLocations, () => _host.Io.CallDriver(filter.Device, irp));
        Assert.Equal(0x35u, (uint)stop.Code);
    }

    [Fact]
    public void Routine_OfTheLowestDriver_IsAVerifierError()
    {
        _host.Io.LoadDriver("Bad", d => _host.Io.CreateDevice(d, null, DeviceType.Network, out _), out DriverObject? driver);
        driver![IrpMajorFunction.DeviceControl] = (_, irp) =>
        {
            irp.SetCompletionRoutine(IoHarness.KeepIrp, null);
            return irp.CompleteRequest(NtStatus.Success);
        };
        Irp irp = _host.NewControl(driver.Devices[0]);
        _host.Breaks(IrpRules.RoutineLocation, () => _host.Io.CallDriver(driver.Devices[0], irp));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PassThrough_QueuedBelow_FilterAndCreatorSeeStatusBytesAndPendingReturned(bool withRoutine)
    {
        EchoDriver lower = new(_host.Io) { Pends = true };
        FilterDriver filter = new(_host.Io, lower.Device) { UsesRoutine = withRoutine, Log = _log };
        Assert.Equal(2, filter.Device.StackSize);
        Irp irp = _host.NewControl(filter.Device, _log);
        Assert.Equal(NtStatus.Pending, _host.Io.CallDriver(filter.Device, irp));
        Assert.Empty(_log);
        lower.Queue.RemoveNext()!.Complete(NtStatus.Success, 1460);
        string creator = $"#{irp.Serial} STATUS_SUCCESS 1460 pending=True";
        Assert.Equal(withRoutine ? ["filter 1460 pending=True", creator] : [creator], _log);
        irp.Free();
    }

    [Fact]
    public void PassThrough_RoutineThatDoesNotMark_IsAVerifierErrorOfTheFilter()
    {
        EchoDriver lower = new(_host.Io) { Pends = true };
        FilterDriver filter = new(_host.Io, lower.Device) { UsesRoutine = true, ForgetsMark = true };
        Irp irp = _host.NewControl(filter.Device);
        _host.Io.CallDriver(filter.Device, irp);
        BugCheckException stop = _host.Breaks(IrpRules.PendingPropagation, () => lower.Queue.RemoveNext()!.Complete(NtStatus.Success));
        Assert.Contains("Filter", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Creator_WhoMarksPending_IsAVerifierError()
    {
        Irp irp = _host.Io.AllocateIrp(1);
        _host.Breaks(IrpRules.PendingPropagation, irp.MarkPending);
    }

    [Fact]
    public void PassThrough_Skip_SharesTheLocationAndIsInvisibleOnTheWayUp()
    {
        EchoDriver lower = new(_host.Io);
        FilterDriver filter = new(_host.Io, lower.Device) { Skips = true };
        Irp irp = _host.NewControl(filter.Device, _log);
        Assert.Equal(NtStatus.Success, _host.Io.CallDriver(filter.Device, irp));
        Assert.Equal([$"#{irp.Serial} STATUS_SUCCESS 7 pending=False"], _log);
        irp.Reuse(NtStatus.Unsuccessful);
        lower.Pends = true;
        IoHarness.Prepare(irp, _log);
        Assert.Equal(NtStatus.Pending, _host.Io.CallDriver(filter.Device, irp));
        lower.Queue.RemoveNext()!.Complete(NtStatus.IoTimeout);
        Assert.Equal($"#{irp.Serial} STATUS_IO_TIMEOUT 0 pending=True", _log[^1]);
        irp.Free();
    }

    [Fact]
    public void PassThrough_RoutineKeepsAndCompletesLater_UpperRoutineRunsThen()
    {
        EchoDriver lower = new(_host.Io);
        FilterDriver filter = new(_host.Io, lower.Device) { UsesRoutine = true, Keeps = true };
        Irp irp = _host.NewControl(filter.Device, _log);
        Assert.Equal(NtStatus.Pending, _host.Io.CallDriver(filter.Device, irp));
        Assert.Empty(_log);
        Assert.Same(irp, filter.Kept);
        irp.Complete(NtStatus.Success, 3);
        Assert.Equal([$"#{irp.Serial} STATUS_SUCCESS 3 pending=True"], _log);
        irp.Free();
    }

    [Fact]
    public void Routine_FreesAndLetsTheWalkGoOn_IsAVerifierError()
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = _host.NewControl(echo.Device, routine: static (i, _) =>
        {
            i.Free();
            return NtStatus.Success;
        });
        _host.Breaks(IrpRules.RoutineKeptIrp, () => _host.Io.CallDriver(echo.Device, irp));
    }

    [Fact]
    public void Reuse_CarriesASequenceOfRequests()
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = _host.NewControl(echo.Device, _log);
        for (int i = 0; i < 7; i++)
        {
            Assert.Equal(NtStatus.Success, _host.Io.CallDriver(echo.Device, irp));
            irp.Reuse(NtStatus.Unsuccessful);
            Assert.Equal(NtStatus.Unsuccessful, irp.Status);
            Assert.Equal((nuint)0, irp.Information);
            IoHarness.Prepare(irp, _log);
        }

        irp.Free();
        Assert.Equal(7, _log.Count);
        Assert.Equal(1, _host.Io.Statistics.Allocated);
        Assert.Equal(7, _host.Io.Statistics.Completed);
    }

    [Fact]
    public void Reuse_WithoutSettingTheRoutineAgain_IsAVerifierError()
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = _host.NewControl(echo.Device);
        _host.Io.CallDriver(echo.Device, irp);
        irp.Reuse(NtStatus.Unsuccessful);
        irp.NextStackLocation.MajorFunction = IrpMajorFunction.DeviceControl;
        BugCheckException stop = _host.Breaks(IrpRules.CreatorRoutine, () => _host.Io.CallDriver(echo.Device, irp));
        Assert.Contains("IoReuseIrp", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reuse_OfAnIrpADriverHolds_IsAVerifierError()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp irp = _host.NewControl(echo.Device);
        _host.Io.CallDriver(echo.Device, irp);
        _host.Breaks(IrpRules.Reuse, () => irp.Reuse(NtStatus.Unsuccessful));
    }

    [Fact]
    public void Free_OfAnIrpADriverHolds_OrTwice_IsAVerifierError()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp held = _host.NewControl(echo.Device);
        _host.Io.CallDriver(echo.Device, held);
        _host.Breaks(IrpRules.Free, held.Free);
        Irp freed = _host.Io.AllocateIrp(1);
        freed.Free();
        _host.Breaks(IrpRules.Free, freed.Free);
        _host.Breaks(IrpRules.UseAfterFree, () => _ = freed.Status);
    }

    [Fact]
    public void Allocation_QuotaUsedUp_FailsAndRecovers()
    {
        IKernelPool pool = _host.Kernel.Pools.Find("irp")!;
        pool.FailRentAt(2);
        Assert.True(_host.Io.TryAllocateIrp(1, out Irp? first));
        Assert.False(_host.Io.TryAllocateIrp(1, out Irp? second));
        Assert.Null(second);
        Assert.True(_host.Io.TryAllocateIrp(1, out Irp? third));
        first.Free();
        third.Free();
    }

    [Fact]
    public void LeakReport_NamesOwnerAndPlaceOfEachIrp()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp irp = _host.NewControl(echo.Device);
        _host.Io.CallDriver(echo.Device, irp);
        LeakReport report = _host.Kernel.CheckLeaks();
        Leak leak = Assert.Single(report.Leaks);
        Assert.Equal("irp", leak.Kind);
        Assert.Contains("(test) DeviceControl/0x00 at \\Driver\\Echo (\\Device\\Echo), InFlight", leak.Name, StringComparison.Ordinal);
        Assert.Equal(1, _host.Io.Statistics.Leaked);
        Assert.Equal(1, _host.Io.Statistics.InFlight);
        echo.Queue.CompleteAll(NtStatus.Cancelled);
        irp.Free();
    }

    [Fact]
    public void CompletionDepth_MoreThan32_IsAVerifierError()
    {
        EchoDriver echo = new(_host.Io);
        int nested = 0;
        Irp irp = _host.NewControl(echo.Device);
        IrpCompletionRoutine again = null!;
        again = (i, _) =>
        {
            nested++;
            i.Reuse(NtStatus.Unsuccessful);
            IoHarness.Prepare(i, null, again);
            _host.Io.CallDriver(echo.Device, i);
            return NtStatus.MoreProcessingRequired;
        };
        IoHarness.Prepare(irp, null, again);
        _host.Breaks(IrpRules.CompletionDepth, () => _host.Io.CallDriver(echo.Device, irp));
        Assert.Equal(32, nested);
    }

    [Fact]
    public void PostedCompletions_NeverNest_AndRunAtDispatchInOrder()
    {
        _host.Io.CompletionMode = IrpCompletionMode.Posted;
        EchoDriver echo = new(_host.Io);
        int runs = 0;
        int depth = 0;
        Irp irp = _host.NewControl(echo.Device);
        IrpCompletionRoutine again = null!;
        again = (i, _) =>
        {
            Assert.Equal(1, ++depth);
            Assert.Equal(Irql.Dispatch, _host.Kernel.CurrentProcessor.Irql);
            if (++runs < 100)
            {
                i.Reuse(NtStatus.Unsuccessful);
                IoHarness.Prepare(i, null, again);
                Assert.Equal(NtStatus.Pending, _host.Io.CallDriver(echo.Device, i));
            }

            depth--;
            return NtStatus.MoreProcessingRequired;
        };
        IoHarness.Prepare(irp, null, again);
        Assert.Equal(NtStatus.Pending, _host.Io.CallDriver(echo.Device, irp));
        Assert.Equal(0, runs);
        _host.Loop.RunUntilIdle();
        Assert.Equal(100, runs);
        irp.Free();
    }

    [Fact]
    public void Request_AboveDispatch_IsAVerifierError()
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = _host.NewControl(echo.Device);
        using IrqlScope raised = _host.Kernel.BootProcessor.RaiseIrql(Irql.Device);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => _host.Io.CallDriver(echo.Device, irp));
        Assert.Equal(IrpRules.Irql.Parameter1, stop.Parameters[0]);
        _host.ExpectLeaks();
    }

    [Fact]
    public void Complete_WithASpinLockHeld_NamesTheLock()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        SimSpinLock transportLock = new(_host.Kernel, "tcb");
        Irp irp = _host.NewControl(echo.Device);
        _host.Io.CallDriver(echo.Device, irp);
        BugCheckException stop = _host.Breaks(IrpRules.LockHeld, () =>
        {
            using SpinLockScope held = transportLock.Acquire();
            echo.Queue.RemoveNext()!.Complete(NtStatus.Success);
        });
        Assert.Contains("'tcb'", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BeginRequest_DirectCall_BehavesAsADispatch()
    {
        EchoDriver wsk = new(_host.Io, "Afd");
        Irp irp = _host.Io.AllocateIrp(1);
        irp.SetCompletionRoutine(IoHarness.KeepIrp, _log);
        IoStackLocation location = irp.BeginRequest(wsk.Device, IrpMajorFunction.InternalDeviceControl, 5);
        Assert.Same(location, irp.CurrentStackLocation);
        Assert.Equal((byte)5, location.MinorFunction);
        Assert.Equal(IrpState.InFlight, irp.State);
        Assert.Equal(NtStatus.Success, irp.CompleteRequest(NtStatus.Success, 9));
        Assert.Equal([$"#{irp.Serial} STATUS_SUCCESS 9 pending=False"], _log);
        irp.Free();
    }

    [Fact]
    public void RentSetDispatchComplete_SteadyState_AllocatesNothing()
    {
        using IoHarness bare = new(verifier: false);
        EchoDriver echo = new(bare.Io);
        echo.Driver[IrpMajorFunction.Read] = static (_, irp) => irp.CompleteRequest(NtStatus.Success, 1);
        IrpCompletionRoutine keep = static (_, _) => NtStatus.MoreProcessingRequired;
        Cycle(bare.Io, echo.Device, keep, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Cycle(bare.Io, echo.Device, keep, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Cycle(IoManager io, DeviceObject device, IrpCompletionRoutine keep, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Irp irp = io.AllocateIrp(1);
            irp.NextStackLocation.MajorFunction = IrpMajorFunction.Read;
            irp.SetCompletionRoutine(keep, null);
            io.CallDriver(device, irp);
            irp.Free();
        }
    }
}
