using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>OUTBOUND_TRANSPORT</c>: packets about to get their network header.</summary>
internal sealed class OutboundTransportShim(FilterPlatform platform, EngineLayer layer) : PacketShim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(OutboundTransportField.IpProtocol, context.Protocol);
        values.Set(OutboundTransportField.IpLocalAddress, context.LocalAddress);
        values.Set(OutboundTransportField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(OutboundTransportField.IpRemoteAddress, context.RemoteAddress);
        if (context.HasPorts)
        {
            values.Set(OutboundTransportField.IpLocalPort, context.LocalPort);
            values.Set(OutboundTransportField.IpRemotePort, context.RemotePort);
        }
        else
        {
            values.SetEmpty(OutboundTransportField.IpLocalPort);
            values.SetEmpty(OutboundTransportField.IpRemotePort);
        }

        values.Set(OutboundTransportField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(OutboundTransportField.InterfaceIndex, context.InterfaceIndex);
        values.Set(OutboundTransportField.SubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(OutboundTransportField.IpDestinationAddressType, Platform.AddressType(context.RemoteAddress));
        values.Set(OutboundTransportField.Flags, (uint)context.Flags);
        values.Set(OutboundTransportField.InterfaceType, (uint)context.InterfaceType);
        values.Set(OutboundTransportField.TunnelType, 0u);
        values.Set(OutboundTransportField.CompartmentId, context.Compartment);
        values.Set(OutboundTransportField.CurrentProfileId, Platform.Profile);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        // There is no IP header yet.
        context.IpHeaderSize = 0;
        Translate.Packet(ref metadata, ref context, hasTransport: true);
        if (Layer.HasCallouts)
        {
            Translate.Control(ref metadata, ref context);
            Translate.Injected(ref metadata, Platform.Engine.Injection, ref context);
        }
        if (context.IncludedHeader is { } header)
        {
            metadata.Present |= MetadataFields.TransportHeaderIncludeHeader;
            metadata.IncludedHeader = header;
        }
    }
}
