using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// The <c>*_DISCARD</c> layers of one family. All drops of the stack come through one point; this shim finds the twin of the layer at
/// which the drop happened. A block suppresses the reset or ICMP error that the stack would answer with, and nothing else.
/// </summary>
internal sealed class DiscardShim : IInspectionHandler
{
    private readonly FilterPlatform _platform;
    private readonly Shim?[] _twins = new Shim?[(int)InspectionLayer.Discard];

    /// <summary>Makes the shim of a family.</summary>
    internal DiscardShim(FilterPlatform platform, IpFamily family)
    {
        _platform = platform;
        Family = family;
        foreach (ShimEntry entry in ShimTable.Entries)
        {
            if (ShimTable.DiscardTwinV4(entry.Point) is { } v4)
            {
                ushort id = (ushort)((ushort)v4 + (family == IpFamily.V6 ? 2 : 0));
                Shim twin = entry.Create(platform, platform.Engine.Layer(id));
                twin.Metadata = entry.Metadata | MetadataFields.DiscardReason;
                twin.FieldRoom = platform.Engine.Layer((ushort)(id - 1)).Schema.Fields.Length;
                _twins[(int)entry.Point] = twin;
            }
        }
    }

    /// <summary>The family.</summary>
    internal IpFamily Family { get; }

    /// <summary>The shim of the layer that is told of the drops of a point; null for points without one.</summary>
    internal Shim? TwinOf(InspectionLayer point) => (int)point < _twins.Length ? _twins[(int)point] : null;

    /// <summary>True while one of the layers holds a filter.</summary>
    internal bool IsNeeded => Array.Exists(_twins, static t => t is { Layer.FilterCount: > 0 });

    /// <inheritdoc/>
    public InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
    {
        if (_twins[(int)context.DropLayer] is not { } twin || twin.Layer.FilterCount == 0)
        {
            return InspectionVerdict.Permit;
        }

        ClassifyValues values = twin.RentValues();
        ClassifyMetadata metadata = default;
        if (context.LocalAddress.Family == Family)
        {
            twin.Fill(values, ref context);
            twin.Describe(ref metadata, ref context);
        }
        else
        {
            // A drop without a packet: nothing is known but the reason.
            values.Clear();
        }

        metadata.Present |= MetadataFields.DiscardReason;
        metadata.Present &= twin.Metadata;
        metadata.Process ??= metadata.Has(MetadataFields.ProcessId) ? _platform.Kernel.Processes.System : null;
        metadata.DiscardReason = context.DropReason;
        metadata.DiscardFilterId = context.DropFilterId;
        twin.Layer.Classify(values, ref metadata, context.List, out ClassifyResult result);
        _platform.Engine.Recorder?.Decided(twin.Layer, values, result, context.List?.CorrelationId ?? 0);
        if (result.IsBlock)
        {
            _platform.Engine.NetEvents.Dropped(values, result);
        }

        twin.ReturnValues(values);
        if (_platform.Kernel.Trace is { } trace)
        {
            ushort component = trace.Component(_platform.Kernel.Name + "/wfp/" + twin.Layer.Schema.Name);
            ulong layerAndAction = twin.Layer.Schema.Id | (result.IsBlock ? (ulong)InspectionAction.Block << 16 : 0);
            trace.Write(TraceEvent.At(
                _platform.Kernel, TraceKind.Classify, component, context.List?.CorrelationId ?? 0, context.DataLength, layerAndAction, result.FilterId));
        }

        return result.IsBlock
            ? new InspectionVerdict(InspectionAction.Block, context.DropReason, result.FilterId)
            : InspectionVerdict.Permit;
    }
}
