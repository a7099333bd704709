using NetStackSim.Kernel;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules.Drivers;

/// <summary>Holds every connect until a worker says that it may go on.</summary>
internal sealed class Waiter(FilterEngine engine, CalloutBug? bug) : LabDriver(engine, bug)
{
    private readonly Queue<CompletionHandle> _held = new();

    internal override void Work()
    {
        while (_held.TryDequeue(out CompletionHandle? handle))
        {
            if (!Has(CalloutBug.WaiterNeverCompletes))
            {
                handle.Complete();
            }

            if (Has(CalloutBug.WaiterCompletesTwice))
            {
                handle.Complete();
            }
        }
    }

    protected override NtStatus AddPolicy() => Add(LayerId.AleAuthConnectV4);

    protected override void LetGo() => Work();

    protected override void OnClassify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ref ClassifyOut output)
    {
        output.Action = FilterActionType.Permit;
        if (!output.CanWrite || !metadata.CompletionHandle!.Pend(metadata).IsSuccess)
        {
            return;
        }

        _held.Enqueue(metadata.CompletionHandle);
        if (!Has(CalloutBug.WaiterForgetsToAbsorb))
        {
            output.BlockAndAbsorb();
        }
    }
}
