namespace NetStackSim.Kernel.Tests;

/// <summary>Rule 8: waiting is a ValueTask, at Passive, and only for what is pending.</summary>
public sealed class IrpWaitTests : IDisposable
{
    private readonly IoHarness _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Wait_InlineCompletion_IsDoneAtOnce()
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = Prepared(echo);
        ValueTask<IoStatusBlock> wait = irp.WaitAsync(_host.Io.CallDriver(echo.Device, irp));
        Assert.Equal(new IoStatusBlock(NtStatus.Success, 7, null), IoHarness.ResultOf(wait));
        irp.Free();
    }

    [Fact]
    public void Wait_PendingIrp_ResumesAsUserCodeAfterTheCompletion()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        List<string> log = [];
        _host.Loop.Schedule(1000, EventClass.Timer, new Completer(echo, log), 0);
        _host.Loop.Run(async () =>
        {
            Irp irp = Prepared(echo);
            IoStatusBlock result = await irp.WaitAsync(_host.Io.CallDriver(echo.Device, irp));
            log.Add($"resumed {result.Status.Name} {result.Information} at {_host.Loop.Now}");
            Assert.Equal(Irql.Passive, _host.Kernel.CurrentProcessor.Irql);
            irp.Free();
        });
        Assert.Equal(["completing", "completed", "resumed STATUS_SUCCESS 42 at 1000"], log);
    }

    [Fact]
    public void Wait_Stalled_IsNamedInTheReport()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp irp = Prepared(echo);
        SimulationStalledException stalled = Assert.Throws<SimulationStalledException>(
            () => _host.Loop.Run(async () => await irp.WaitAsync(_host.Io.CallDriver(echo.Device, irp))));
        Assert.Contains("(test) DeviceControl/0x00 at \\Driver\\Echo", stalled.Message, StringComparison.Ordinal);
        _host.ExpectLeaks();
    }

    [Fact]
    public void Wait_AtDispatch_IsAVerifierError()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp irp = Prepared(echo);
        NtStatus status = _host.Io.CallDriver(echo.Device, irp);
        _host.Breaks(IrpRules.Wait, () =>
        {
            using IrqlScope raised = _host.Kernel.BootProcessor.RaiseIrql(Irql.Dispatch);
            _ = irp.WaitAsync(status);
        });
    }

    [Fact]
    public void Wait_CallThatReturnedSuccessButDidNotComplete_IsAVerifierError()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        Irp irp = Prepared(echo);
        _host.Io.CallDriver(echo.Device, irp);
        _host.Breaks(IrpRules.SynchronousCompletion, () => _ = irp.WaitAsync(NtStatus.Success));
    }

    [Fact]
    public void Wait_DirectCallThatReturnedPendingWithoutMark_IsAVerifierErrorOfTheDriver()
    {
        EchoDriver wsk = new(_host.Io, "Afd");
        Irp irp = Prepared(wsk);
        irp.BeginRequest(wsk.Device, IrpMajorFunction.InternalDeviceControl);
        BugCheckException stop = _host.Breaks(IrpRules.PendingReturn, () => _ = irp.WaitAsync(NtStatus.Pending));
        Assert.Contains(@"\Driver\Afd".Replace(@"\\", @"\", StringComparison.Ordinal), stop.Culprit, StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_CancelledToken_CancelsTheIrp()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        using CancellationTokenSource source = new(TimeSpan.FromMicroseconds(5), _host.Loop.TimeProvider);
        IoStatusBlock result = _host.Loop.Run(async () =>
        {
            Irp irp = Prepared(echo);
            IoStatusBlock block = await irp.WaitAsync(_host.Io.CallDriver(echo.Device, irp), source.Token);
            irp.Free();
            return block;
        });
        Assert.Equal(NtStatus.Cancelled, result.Status);
        Assert.Equal(5000, _host.Loop.Now);
    }

    [Fact]
    public void Wait_TokenCancelledAfterTheEnd_DoesNotTouchTheNextRequest()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        using CancellationTokenSource source = new();
        _host.Loop.Run(async () =>
        {
            Irp irp = Prepared(echo);
            NtStatus status = _host.Io.CallDriver(echo.Device, irp);
            echo.Queue.RemoveNext()!.Complete(NtStatus.Success);
            await irp.WaitAsync(status, source.Token);
            irp.Reuse(NtStatus.Unsuccessful);
            irp.NextStackLocation.MajorFunction = IrpMajorFunction.DeviceControl;
            irp.PrepareWait();
            status = _host.Io.CallDriver(echo.Device, irp);
            source.Cancel();
            await Task.Yield();
            Assert.False(irp.Cancel);
            echo.Queue.RemoveNext()!.Complete(NtStatus.Success);
            await irp.WaitAsync(status);
            irp.Free();
        });
    }

    [Fact]
    public void Wait_InASimulatedThread_ComesBackToTheThread()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        List<string> log = [];
        _host.Kernel.StartThread("worker", async thread =>
        {
            Irp irp = Prepared(echo);
            IoStatusBlock result = await irp.WaitAsync(_host.Io.CallDriver(echo.Device, irp));
            log.Add($"{result.Status.Name} in {_host.Kernel.CurrentThread?.Name}");
            irp.Free();
        });
        _host.Loop.Schedule(1000, EventClass.Timer, new Completer(echo, log), 0);
        _host.Loop.RunUntilIdle();
        Assert.Equal(["completing", "completed", "STATUS_SUCCESS in worker"], log);
    }

    [Fact]
    public void Wait_ManyRoundsInOnePooledMethod_AllocatesNothing()
    {
        using IoHarness bare = new(verifier: false);
        EchoDriver echo = new(bare.Io) { Pends = true };
        long allocated = -1;
        bare.Loop.Run(async () =>
        {
            Irp irp = bare.Io.AllocateIrp(1);
            for (int i = 0; i < 2000; i++)
            {
                if (i == 1000)
                {
                    allocated = GC.GetAllocatedBytesForCurrentThread();
                }

                irp.Reuse(NtStatus.Unsuccessful);
                irp.NextStackLocation.MajorFunction = IrpMajorFunction.InternalDeviceControl;
                irp.PrepareWait();
                irp.BeginRequest(echo.Device, IrpMajorFunction.InternalDeviceControl);
                echo.Queue.Insert(irp);
                ValueTask<IoStatusBlock> wait = irp.WaitAsync(NtStatus.Pending);
                bare.Loop.Post(CompleteFirst, echo);
                await wait;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            irp.Free();
        });
        Assert.Equal(0, allocated);
    }

    private static readonly SendOrPostCallback CompleteFirst = static state => ((EchoDriver)state!).Queue.RemoveNext()!.Complete(NtStatus.Success);

    private Irp Prepared(EchoDriver echo)
    {
        Irp irp = _host.Io.AllocateIrp(echo.Device.StackSize, "test");
        irp.NextStackLocation.MajorFunction = IrpMajorFunction.DeviceControl;
        irp.PrepareWait();
        return irp;
    }

    private sealed class Completer(EchoDriver echo, List<string> log) : IEventTarget
    {
        public void OnEvent(int token)
        {
            log.Add("completing");
            echo.Queue.RemoveNext()!.Complete(NtStatus.Success, 42);
            log.Add("completed");
        }
    }
}
