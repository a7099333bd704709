using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>OUTBOUND_ICMP_ERROR</c>: ICMP errors that the stack is about to send.</summary>
internal sealed class OutboundIcmpErrorShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(OutboundIcmpErrorField.IpLocalAddress, context.LocalAddress);
        values.Set(OutboundIcmpErrorField.IpRemoteAddress, context.RemoteAddress);
        values.Set(OutboundIcmpErrorField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(OutboundIcmpErrorField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(OutboundIcmpErrorField.IpLocalPort, context.LocalPort);
        values.Set(OutboundIcmpErrorField.IpRemotePort, context.RemotePort);
        values.Set(OutboundIcmpErrorField.InterfaceIndex, context.InterfaceIndex);
        values.Set(OutboundIcmpErrorField.SubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(OutboundIcmpErrorField.InterfaceType, (uint)context.InterfaceType);
        values.Set(OutboundIcmpErrorField.TunnelType, 0u);
        values.Set(OutboundIcmpErrorField.Flags, (uint)context.Flags);
        values.Set(OutboundIcmpErrorField.CompartmentId, context.Compartment);
        values.Set(OutboundIcmpErrorField.NexthopInterfaceProfileId, Platform.Profile);
        values.Set(OutboundIcmpErrorField.InterfaceQuarantineEpoch, Platform.Options.QuarantineEpoch);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context) =>
        Translate.Packet(ref metadata, ref context, hasTransport: true);
}
