using NetStackSim.Kernel;
using NetStackSim.Wfp;

namespace DiscardLogger;

/// <summary>The driver with which lab 2 begins: it loads, unloads, and does nothing.</summary>
internal sealed class DiscardLoggerDriver(FilterEngine engine) : ICallout
{
    private readonly List<LayerTally> _counts = [];

    public IReadOnlyList<LayerTally> Counts => _counts;

    public NtStatus Entry(DriverObject driver)
    {
        driver.Unload = _ => Unload();
        return engine.State == FilterServiceState.Running ? NtStatus.Success : NtStatus.DeviceNotReady;   // FwpmBfeStateGet0
    }

    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output) =>
        output.Continue();

    private static void Unload()
    {
    }
}
