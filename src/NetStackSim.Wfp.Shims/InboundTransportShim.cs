using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>INBOUND_TRANSPORT</c>: received packets behind their transport header.</summary>
internal sealed class InboundTransportShim(FilterPlatform platform, EngineLayer layer) : PacketShim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(InboundTransportField.IpProtocol, context.Protocol);
        values.Set(InboundTransportField.IpLocalAddress, context.LocalAddress);
        values.Set(InboundTransportField.IpRemoteAddress, context.RemoteAddress);
        values.Set(InboundTransportField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        if (context.HasPorts)
        {
            values.Set(InboundTransportField.IpLocalPort, context.LocalPort);
            values.Set(InboundTransportField.IpRemotePort, context.RemotePort);
        }
        else
        {
            values.SetEmpty(InboundTransportField.IpLocalPort);
            values.SetEmpty(InboundTransportField.IpRemotePort);
        }

        values.Set(InboundTransportField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(InboundTransportField.InterfaceIndex, context.InterfaceIndex);
        values.Set(InboundTransportField.SubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(InboundTransportField.Flags, (uint)(context.Flags & ~InspectionFlags.RequiresAleClassify));
        values.Set(InboundTransportField.InterfaceType, (uint)context.InterfaceType);
        values.Set(InboundTransportField.TunnelType, 0u);
        values.Set(InboundTransportField.CompartmentId, context.Compartment);
        values.Set(InboundTransportField.CurrentProfileId, Platform.Profile);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        Translate.Packet(ref metadata, ref context, hasTransport: true);
        if ((context.Flags & InspectionFlags.RequiresAleClassify) != 0)
        {
            metadata.Present |= MetadataFields.AleClassifyRequired;
        }
    }
}
