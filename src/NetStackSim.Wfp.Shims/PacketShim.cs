using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>A layer that sees every packet: what it permitted a moment ago it permits again without asking the filters.</summary>
internal abstract class PacketShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer), IInspectionHandler
{
    private readonly bool _keepsPermits = platform.Engine.Semantics.Classifier == ClassifierKind.Compiled;
    private PermitCache? _permits;

    /// <inheritdoc/>
    public bool TryPermit(ref InspectionContext context)
    {
        if (_permits is not { } permits || !IsQuiet || permits.Find(ref context, Epoch) is not { } entry)
        {
            return false;
        }

        entry.Count(Layer);
        return true;
    }

    /// <inheritdoc/>
    public override InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context) =>
        TryPermit(ref context) ? InspectionVerdict.Permit : base.Inspect(point, ref context);

    /// <inheritdoc/>
    private protected override void Decided(in InspectionVerdict verdict, in ClassifyResult result, ref InspectionContext context)
    {
        if (verdict.Action == InspectionAction.Permit && !result.IsBlock && !Layer.HasCallouts && _keepsPermits)
        {
            (_permits ??= new PermitCache()).Add(ref context, Epoch, result);
        }
    }

    // Both only grow, so their sum is new whenever the policy or its surroundings are.
    private ulong Epoch => Layer.Epoch + Platform.Surroundings;

    // Whoever traces or watches wants every classification.
    private bool IsQuiet => Platform.Kernel.Trace is null && !Platform.Engine.IsWatched;
}
