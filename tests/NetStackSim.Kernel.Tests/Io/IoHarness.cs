namespace NetStackSim.Kernel.Tests;

/// <summary>One host with its I/O manager; at the end of a test nothing may be outstanding.</summary>
internal sealed class IoHarness : IDisposable
{
    private bool _expectsLeaks;

    public IoHarness(bool verifier = true, int processors = 1)
    {
        Loop = new EventLoop();
        Kernel = new SimKernel(Loop, new SimKernelOptions { Name = "A", Verifier = verifier, ProcessorCount = processors });
    }

    public EventLoop Loop { get; }

    public SimKernel Kernel { get; }

    public IoManager Io => Kernel.Io;

    public static NtStatus KeepIrp(Irp irp, object? context)
    {
        (context as List<string>)?.Add($"#{irp.Serial} {irp.Status.Name} {irp.Information} pending={irp.PendingReturned}");
        return NtStatus.MoreProcessingRequired;
    }

    public Irp NewControl(DeviceObject device, List<string>? log = null, IrpCompletionRoutine? routine = null)
    {
        Irp irp = Io.AllocateIrp(device.StackSize, "test");
        Prepare(irp, log, routine);
        return irp;
    }

    public static void Prepare(Irp irp, List<string>? log = null, IrpCompletionRoutine? routine = null)
    {
        irp.NextStackLocation.MajorFunction = IrpMajorFunction.DeviceControl;
        irp.SetCompletionRoutine(routine ?? KeepIrp, log);
    }

    /// <summary>Runs an action that must break a rule, and returns the bug check.</summary>
    public BugCheckException Breaks(VerifierRule rule, Action action)
    {
        _expectsLeaks = true;
        BugCheckException stop = Assert.Throws<BugCheckException>(action);
        Assert.Equal(rule.Code, stop.Code);
        Assert.Equal(rule.Parameter1, stop.Parameters[0]);
        return stop;
    }

    public BugCheckException BugChecks(BugCheckCode code, Action action)
    {
        _expectsLeaks = true;
        BugCheckException stop = Assert.Throws<BugCheckException>(action);
        Assert.Equal(code, stop.Code);
        return stop;
    }

    /// <summary>The result of a wait that must have ended inside the call.</summary>
    public static IoStatusBlock ResultOf(ValueTask<IoStatusBlock> wait)
    {
        Assert.True(wait.IsCompletedSuccessfully);
        return wait.GetAwaiter().GetResult();
    }

    public void ExpectLeaks() => _expectsLeaks = true;

    public void Dispose()
    {
        if (!_expectsLeaks)
        {
            LeakReport report = Kernel.CheckLeaks();
            Assert.True(report.IsClean, report.ToString());
            Assert.Equal(0, Io.Statistics.InFlight);
            Assert.Equal(0, Io.Statistics.Leaked);
        }
    }
}
