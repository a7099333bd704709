using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>What the link layers share: frames come with a reading of their header, and in batches to callouts that take them so.</summary>
internal abstract class FrameShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer), IInspectionHandler
{
    /// <summary><c>FWP_L2_FLAG_MALFORMED_PACKET</c> (condition value): the frame is too short for a header.</summary>
    private const uint Malformed = 0x20;

    /// <summary><c>FWP_L2_FLAG_NATIVE_ETHERNET</c>.</summary>
    private const uint NativeEthernet = 0x1;

    /// <summary><c>FWP_L2_FLAG_IF_CONNECTOR_PRESENT</c>: the adapter is hardware.</summary>
    private const uint ConnectorPresent = 0x80;

    /// <inheritdoc/>
    public bool TakesBatches => Layer.AllowsBatches;

    /// <inheritdoc/>
    public override InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
    {
        if (Platform.Engine.Injection is not { } packets || context.List?.Next is null)
        {
            return base.Inspect(point, ref context);
        }

        packets.ShowsBatch = true;
        InspectionVerdict verdict = base.Inspect(point, ref context);
        packets.ShowsBatch = false;
        return verdict;
    }

    /// <inheritdoc/>
    internal sealed override void Fill(ClassifyValues values, ref InspectionContext context) => Fill(values, context.Frame!, ref context);

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        InspectedFrame frame = context.Frame!;
        if (frame.HeaderSize > 0)
        {
            metadata.L2Present |= L2MetadataFields.EthernetMacHeaderSize;
            metadata.EthernetMacHeaderSize = frame.HeaderSize;
        }

        if (Platform.Engine.Semantics.TellsEtherFrameLength)
        {
            metadata.Present |= MetadataFields.EtherFrameLength;
        }

        metadata.EtherFrameLength = frame.Length;
    }

    /// <summary>Translates what was read of the frame into the layer's values.</summary>
    private protected abstract void Fill(ClassifyValues values, InspectedFrame frame, ref InspectionContext context);

    /// <summary>The condition flags.</summary>
    private protected static uint L2Flags(InspectedFrame frame) =>
        NativeEthernet | (frame.HeaderSize == 0 ? Malformed : 0) | (frame.Adapter.IfConnectorPresent ? ConnectorPresent : 0);
}
