using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// The steps of one explanation: fills each layer's values as the shims do, asks the explainer, remembers the outcome. Calls no handler, keeps
/// nothing in the engine or the stack.
/// </summary>
internal sealed class TrafficWalk(FilterPlatform platform, FilterEngine target, CalloutAssumption callouts)
{
    private readonly List<LayerStep> _steps = [];
    private PacketFate? _fate;
    private string _outcome = string.Empty;

    /// <summary>What the packet quotes when it is an ICMP error that comes in; empty for everything else.</summary>
    internal byte[] Quote { get; set; } = [];

    /// <summary>True once something stopped the traffic.</summary>
    internal bool IsOver => _fate is not null;

    /// <summary>Passes a layer.</summary>
    /// <param name="point">The layer's point.</param>
    /// <param name="family">The family.</param>
    /// <param name="context">What the stack would show there.</param>
    /// <param name="note">Why the traffic comes here, where that is not plain.</param>
    /// <returns>True when the traffic goes on.</returns>
    internal bool Pass(InspectionLayer point, IpFamily family, ref InspectionContext context, string note = "")
    {
        if (IsOver || platform.ShimOf(point, family) is not { } shim || Ask(shim, ref context, note) is not { } step)
        {
            return !IsOver;
        }

        if (!step.IsBlock || point is InspectionLayer.Closure or InspectionLayer.Release)
        {
            return true;
        }

        Explanation why = step.Explanation;
        End(PacketFate.Blocked, $"Blocked at {why.Layer} by filter {why.FilterId} \"{why.FilterName}\" in {why.SubLayer}: {why.Condition}.");
        if (point != InspectionLayer.Stream)
        {
            context.DropReason = GeneralDrop.FirewallPolicy;
            context.DropFilterId = why.FilterId;
            Discard(point, family, ref context);
        }

        return false;
    }

    /// <summary>The stack gives the packet up.</summary>
    /// <param name="point">Where; its discard layer is told.</param>
    /// <param name="family">The family.</param>
    /// <param name="context">What the stack would show there.</param>
    /// <param name="reason">Why.</param>
    /// <returns>True when a filter at the discard layer keeps the stack from answering.</returns>
    internal bool Drop(InspectionLayer point, IpFamily family, ref InspectionContext context, in DropReason reason)
    {
        if (IsOver)
        {
            return true;
        }

        context.DropReason = reason;
        context.DropLayer = point;
        LayerStep? told = Discard(point, family, ref context);
        string stealth = told is { IsBlock: true } ? $" Filter {told.Explanation.FilterId} \"{told.Explanation.FilterName}\" at {told.Layer} keeps it from answering." : string.Empty;
        End(PacketFate.Dropped, $"Dropped by the stack: {reason}.{stealth}");
        return stealth.Length > 0;
    }

    /// <summary>An answer of the stack passes a layer: noted, but it does not change what became of the packet.</summary>
    internal bool PassAnswer(InspectionLayer point, IpFamily family, ref InspectionContext context, string note)
    {
        if (platform.ShimOf(point, family) is not { } shim || Ask(shim, ref context, note) is not { IsBlock: true } step)
        {
            return true;
        }

        _outcome += $" Its answer is blocked at {step.Layer} by filter {step.Explanation.FilterId} \"{step.Explanation.FilterName}\".";
        return false;
    }

    /// <summary>Notes the end, if nothing ended it before.</summary>
    internal void End(PacketFate fate, string outcome)
    {
        if (_fate is null)
        {
            _fate = fate;
            _outcome = outcome;
        }
    }

    internal TrafficExplanation ToExplanation(string summary, bool isInbound) => new(summary, isInbound, _steps, _fate ?? PacketFate.Unreadable, _outcome);

    /// <summary>Passes a layer that is not behind a point of the stack.</summary>
    internal bool Pass(string layerName, Action<ClassifyValues> fill)
    {
        if (IsOver || platform.Engine.Catalog.Find(layerName) is not { } schema)
        {
            return !IsOver;
        }

        ClassifyValues values = new(schema);
        fill(values);
        if (Say(values, string.Empty) is not { } step)
        {
            return true;
        }

        if (step.IsBlock)
        {
            Explanation why = step.Explanation;
            End(PacketFate.Blocked, $"Blocked at {why.Layer} by filter {why.FilterId} \"{why.FilterName}\" in {why.SubLayer}: {why.Condition}.");
        }

        return !step.IsBlock;
    }

    private LayerStep? Discard(InspectionLayer point, IpFamily family, ref InspectionContext context)
    {
        context.DropLayer = point;
        return platform.DiscardOf(point, family) is { Layer: { } layer } twin && (target != platform.Engine || layer.FilterCount > 0)
            ? Ask(twin, ref context, "told of the drop")
            : null;
    }

    private LayerStep? Ask(Shim shim, ref InspectionContext context, string note)
    {
        ClassifyValues values = new(shim.Layer.Schema, shim.FieldRoom);
        shim.Fill(values, ref context);
        if (shim is InboundIcmpErrorShim)
        {
            InboundIcmpErrorShim.FillEmbedded(values, Quote);
        }

        return Say(values, note);
    }

    private LayerStep? Say(ClassifyValues values, string note)
    {
        LayerSchema schema = values.Layer;
        if (target != platform.Engine)
        {
            if (target.Catalog.Find(schema.Name) is not { } own)
            {
                return null;
            }

            values = Translated(values, own);
            schema = own;
        }

        EngineLayer layer = target.Layer(schema.Id);
        LayerStep step = new(note, layer.FilterCount > 0, Explainer.Explain(layer, values, callouts));
        _steps.Add(step);
        return step;
    }

    // Another build of Windows has other fields in another order.
    private static ClassifyValues Translated(ClassifyValues values, LayerSchema schema)
    {
        ClassifyValues translated = new(schema);
        foreach (FieldSchema field in schema.Fields)
        {
            int index = values.Layer.IndexOf(field.Name);
            if (index >= 0)
            {
                translated.Set(field.Index, values[index]);
            }
        }

        return translated;
    }
}
