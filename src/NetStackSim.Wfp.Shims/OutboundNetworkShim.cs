using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>OUTBOUND_IPPACKET</c>: packets about to leave, after the choice of route and before fragmentation.</summary>
internal sealed class OutboundNetworkShim(FilterPlatform platform, EngineLayer layer) : PacketShim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(OutboundIpPacketField.IpLocalAddress, context.LocalAddress);
        values.Set(OutboundIpPacketField.IpRemoteAddress, context.RemoteAddress);
        values.Set(OutboundIpPacketField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(OutboundIpPacketField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(OutboundIpPacketField.InterfaceIndex, context.InterfaceIndex);
        values.Set(OutboundIpPacketField.SubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(OutboundIpPacketField.Flags, (uint)context.Flags);
        values.Set(OutboundIpPacketField.InterfaceType, (uint)context.InterfaceType);
        values.Set(OutboundIpPacketField.TunnelType, 0u);
        values.Set(OutboundIpPacketField.CompartmentId, context.Compartment);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context) =>
        Translate.Packet(ref metadata, ref context, hasTransport: true);
}
