namespace NetStackSim.Kernel.Tests;

/// <summary>A filter for the tests: passes every control on, with or without a completion routine of its own.</summary>
internal sealed class FilterDriver
{
    private readonly IoManager _io;
    private readonly DeviceObject _lower;

    public FilterDriver(IoManager io, DeviceObject target)
    {
        _io = io;
        io.LoadDriver("Filter", driver => io.CreateDevice(driver, null, DeviceType.Network, out _), out DriverObject? driver);
        driver![IrpMajorFunction.DeviceControl] = Dispatch;
        driver[IrpMajorFunction.Create] = Dispatch;
        driver[IrpMajorFunction.Cleanup] = Dispatch;
        driver[IrpMajorFunction.Close] = Dispatch;
        Device = driver.Devices[0];
        _lower = io.AttachDevice(Device, target)!;
    }

    public DeviceObject Device { get; }

    public bool UsesRoutine { get; init; }

    public bool Skips { get; init; }

    public bool ForgetsMark { get; init; }

    public bool Keeps { get; init; }

    public Irp? Kept { get; private set; }

    public List<string> Log { get; init; } = [];

    private NtStatus Dispatch(DeviceObject device, Irp irp)
    {
        if (Skips)
        {
            irp.SkipCurrentStackLocation();
            return _io.CallDriver(_lower, irp);
        }

        irp.CopyCurrentStackLocationToNext();
        if (UsesRoutine)
        {
            irp.SetCompletionRoutine(Completed, null);
        }

        if (!Keeps)
        {
            return _io.CallDriver(_lower, irp);
        }

        irp.MarkPending();
        _io.CallDriver(_lower, irp);
        return NtStatus.Pending;
    }

    private NtStatus Completed(Irp irp, object? context)
    {
        Log.Add($"filter {irp.Information} pending={irp.PendingReturned}");
        if (Keeps)
        {
            Kept = irp;
            return NtStatus.MoreProcessingRequired;
        }

        if (irp.PendingReturned && !ForgetsMark)
        {
            irp.MarkPending();
        }

        return NtStatus.Success;
    }
}
