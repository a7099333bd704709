using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>DATAGRAM_DATA</c>: datagrams and ICMP messages of either direction.</summary>
internal sealed class DatagramShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(DatagramDataField.IpProtocol, context.Protocol);
        values.Set(DatagramDataField.IpLocalAddress, context.LocalAddress);
        values.Set(DatagramDataField.IpRemoteAddress, context.RemoteAddress);
        values.Set(DatagramDataField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(DatagramDataField.IpLocalPort, context.LocalPort);
        values.Set(DatagramDataField.IpRemotePort, context.RemotePort);
        values.Set(DatagramDataField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(DatagramDataField.InterfaceIndex, context.InterfaceIndex);
        values.Set(DatagramDataField.SubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(DatagramDataField.Direction, (uint)context.Direction);
        values.Set(DatagramDataField.Flags, (uint)context.Flags);
        values.Set(DatagramDataField.InterfaceType, (uint)context.InterfaceType);
        values.Set(DatagramDataField.TunnelType, 0u);
        values.Set(DatagramDataField.CompartmentId, context.Compartment);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        Translate.Packet(ref metadata, ref context, hasTransport: true);
        if (Layer.HasCallouts)
        {
            Translate.Control(ref metadata, ref context);
            Translate.Injected(ref metadata, Platform.Engine.Injection, ref context);
        }
    }
}
