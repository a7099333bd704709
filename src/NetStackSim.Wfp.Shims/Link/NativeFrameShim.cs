using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>INBOUND_MAC_FRAME_NATIVE</c> and <c>OUTBOUND_MAC_FRAME_NATIVE</c>, which have the same fields: frames as the medium has them.</summary>
internal sealed class NativeFrameShim(FilterPlatform platform, EngineLayer layer) : FrameShim(platform, layer)
{
    /// <inheritdoc/>
    private protected override void Fill(ClassifyValues values, InspectedFrame frame, ref InspectionContext context)
    {
        values.Set(InboundMacFrameNativeField.NdisMediaType, (uint)frame.Adapter.MediaType);
        values.Set(InboundMacFrameNativeField.NdisPhysicalMediaType, (uint)frame.Adapter.PhysicalMedium);
        values.Set(InboundMacFrameNativeField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(InboundMacFrameNativeField.InterfaceType, (uint)context.InterfaceType);
        values.Set(InboundMacFrameNativeField.InterfaceIndex, context.InterfaceIndex);
        values.Set(InboundMacFrameNativeField.NdisPort, frame.Port.Value);
        values.Set(InboundMacFrameNativeField.L2Flags, L2Flags(frame));
        values.Set(InboundMacFrameNativeField.CompartmentId, context.Compartment);
    }
}
