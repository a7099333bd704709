namespace NetStackSim.Kernel;

/// <summary>The IRPs of one host. Listed with the other pools, so that quota and injected failure work on it as on them.</summary>
internal sealed class IrpPool : KernelPool<Irp>
{
    private readonly IoManager _manager;

    internal IrpPool(SimKernel kernel, IoManager manager)
        : base(kernel.Pools, "irp")
    {
        _manager = manager;
    }

    public override void ReportLeaks(LeakReport report) => _manager.ReportIrps(report);

    protected override Irp Create() => _manager.CreateIrp();
}
