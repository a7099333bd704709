namespace NetStackSim.Kernel.Tests;

/// <summary>A driver for the tests: completes at once, or keeps the IRP in a cancel-safe queue until told.</summary>
internal sealed class EchoDriver : IIrpQueueOwner
{
    public EchoDriver(IoManager io, string name = "Echo")
    {
        Queue = new IrpQueue(name);
        io.LoadDriver(name, Entry, out DriverObject? driver);
        Driver = driver!;
    }

    public DriverObject Driver { get; }

    public DeviceObject Device { get; private set; } = null!;

    public IrpQueue Queue { get; set; }

    public bool Pends { get; set; }

    public NtStatus InlineStatus { get; set; } = NtStatus.Success;

    public List<string> Calls { get; } = [];

    public void CompleteCanceledIrp(IrpQueue queue, Irp irp)
    {
        Calls.Add($"canceled #{irp.Serial}");
        irp.Complete();
    }

    private NtStatus Entry(DriverObject driver)
    {
        driver[IrpMajorFunction.DeviceControl] = Dispatch;
        driver[IrpMajorFunction.InternalDeviceControl] = Dispatch;
        driver[IrpMajorFunction.Create] = Dispatch;
        driver[IrpMajorFunction.Cleanup] = Cleanup;
        driver[IrpMajorFunction.Close] = DispatchInline;
        driver.Manager.CreateDevice(driver, $@"\Device\{driver.Name[8..]}", DeviceType.Network, out DeviceObject? device);
        Device = device!;
        return NtStatus.Success;
    }

    private NtStatus Dispatch(DeviceObject device, Irp irp)
    {
        Calls.Add($"{irp.CurrentStackLocation.MajorFunction}");
        if (!Pends)
        {
            return irp.CompleteRequest(InlineStatus, 7);
        }

        Queue.Insert(irp);
        return NtStatus.Pending;
    }

    private NtStatus DispatchInline(DeviceObject device, Irp irp)
    {
        Calls.Add($"{irp.CurrentStackLocation.MajorFunction}");
        return irp.CompleteRequest(NtStatus.Success);
    }

    private NtStatus Cleanup(DeviceObject device, Irp irp)
    {
        Calls.Add("Cleanup");
        while (Queue.RemoveNext(irp.CurrentStackLocation.FileObject!) is { } pending)
        {
            pending.Complete(NtStatus.Cancelled);
        }

        return irp.CompleteRequest(NtStatus.Success);
    }
}
