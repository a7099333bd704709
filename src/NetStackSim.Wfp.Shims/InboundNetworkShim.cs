using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>INBOUND_IPPACKET</c>: received packets before transport processing.</summary>
internal sealed class InboundNetworkShim(FilterPlatform platform, EngineLayer layer) : PacketShim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(InboundIpPacketField.IpLocalAddress, context.LocalAddress);
        values.Set(InboundIpPacketField.IpRemoteAddress, context.RemoteAddress);
        values.Set(InboundIpPacketField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(InboundIpPacketField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(InboundIpPacketField.InterfaceIndex, context.InterfaceIndex);
        values.Set(InboundIpPacketField.SubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(InboundIpPacketField.Flags, (uint)context.Flags);
        values.Set(InboundIpPacketField.InterfaceType, (uint)context.InterfaceType);
        values.Set(InboundIpPacketField.TunnelType, 0u);
        values.Set(InboundIpPacketField.CompartmentId, context.Compartment);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context) =>
        Translate.Packet(ref metadata, ref context, hasTransport: false);
}
