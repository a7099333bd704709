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
    private readonly Twin?[] _twins = new Twin?[(int)InspectionLayer.Discard];

    /// <summary>Makes the shim of a family.</summary>
    internal DiscardShim(FilterPlatform platform, IpFamily family)
    {
        _platform = platform;
        Family = family;
        for (InspectionLayer point = 0; point < InspectionLayer.Discard; point++)
        {
            if (ShimTable.DiscardTwinV4(point) is { } v4 && Translator(point) is { } translator)
            {
                ushort id = (ushort)((ushort)v4 + (family == IpFamily.V6 ? 2 : 0));
                EngineLayer layer = platform.Engine.Layer(id);
                _twins[(int)point] = new Twin(layer, new ClassifyValues(layer.Schema), translator);
            }
        }
    }

    private delegate void Translation(ClassifyValues values, ref InspectionContext context);

    /// <summary>The family.</summary>
    internal IpFamily Family { get; }

    /// <summary>True while one of the layers holds a filter.</summary>
    internal bool IsNeeded => Array.Exists(_twins, static t => t is { Layer.FilterCount: > 0 });

    /// <inheritdoc/>
    public InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
    {
        if (_twins[(int)context.DropLayer] is not { } twin || twin.Layer.FilterCount == 0)
        {
            return InspectionVerdict.Permit;
        }

        ClassifyMetadata metadata = new()
        {
            Present = MetadataFields.DiscardReason | MetadataFields.CompartmentId,
            DiscardReason = context.DropReason,
            DiscardFilterId = context.DropFilterId,
            CompartmentId = context.Compartment,
        };
        if (context.LocalAddress.Family == Family)
        {
            twin.Translate(twin.Values, ref context);
        }
        else
        {
            // A drop without a packet: nothing is known but the reason.
            twin.Values.Clear();
        }

        twin.Layer.Classify(twin.Values, ref metadata, context.List, out ClassifyResult result);
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

    private static Translation? Translator(InspectionLayer point) => point switch
    {
        InspectionLayer.InboundNetwork => InboundNetworkShim.Translate,
        InspectionLayer.OutboundNetwork => OutboundNetworkShim.Translate,
        InspectionLayer.Forward => ForwardShim.Translate,
        InspectionLayer.InboundTransport => InboundTransportShim.Translate,
        InspectionLayer.OutboundTransport => OutboundTransportShim.Translate,
        InspectionLayer.Stream => StreamShim.Translate,
        InspectionLayer.Datagram => DatagramShim.Translate,
        InspectionLayer.InboundIcmpError => InboundIcmpErrorShim.Translate,
        InspectionLayer.OutboundIcmpError => OutboundIcmpErrorShim.Translate,
        InspectionLayer.Bind => ResourceAssignmentShim.Translate,
        InspectionLayer.Listen => ListenShim.Translate,
        InspectionLayer.Accept => AcceptShim.Translate,
        InspectionLayer.Connect => ConnectShim.Translate,
        InspectionLayer.FlowEstablished => FlowEstablishedShim.Translate,
        _ => null,
    };

    private sealed record Twin(EngineLayer Layer, ClassifyValues Values, Translation Translate);
}
