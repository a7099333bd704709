using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>OUTBOUND_IPPACKET</c>: packets about to leave, after the choice of route and before fragmentation.</summary>
internal sealed class OutboundNetworkShim(FilterPlatform platform, EngineLayer layer) : PacketShim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context) => Translate(values, ref context);

    /// <summary>The same for the discard twin.</summary>
    internal static void Translate(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(OutboundIpPacketField.IpLocalAddress, context.LocalAddress);
        values.Set(OutboundIpPacketField.IpRemoteAddress, context.RemoteAddress);
        values.Set(OutboundIpPacketField.IpLocalAddressType, Shims.Translate.AddressType(context.LocalAddress));
        values.Set(OutboundIpPacketField.IpLocalInterface, Shims.Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(OutboundIpPacketField.InterfaceIndex, context.InterfaceIndex);
        values.Set(OutboundIpPacketField.SubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(OutboundIpPacketField.Flags, (uint)context.Flags);
        values.Set(OutboundIpPacketField.InterfaceType, (uint)context.InterfaceType);
        values.Set(OutboundIpPacketField.TunnelType, 0u);
        values.Set(OutboundIpPacketField.CompartmentId, context.Compartment);
    }

    /// <inheritdoc/>
    private protected override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context) =>
        Shims.Translate.Packet(ref metadata, ref context, hasTransport: true);
}
