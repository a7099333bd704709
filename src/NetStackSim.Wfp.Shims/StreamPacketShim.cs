using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>STREAM_PACKET</c>: each TCP segment of either direction.</summary>
internal sealed class StreamPacketShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(StreamPacketField.IpLocalAddress, context.LocalAddress);
        values.Set(StreamPacketField.IpRemoteAddress, context.RemoteAddress);
        values.Set(StreamPacketField.IpLocalPort, context.LocalPort);
        values.Set(StreamPacketField.IpRemotePort, context.RemotePort);
        values.Set(StreamPacketField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(StreamPacketField.InterfaceIndex, context.InterfaceIndex);
        values.Set(StreamPacketField.SubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(StreamPacketField.Direction, (uint)context.Direction);
        values.Set(StreamPacketField.Flags, (uint)(context.Flags & ~InspectionFlags.RequiresAleClassify));
        values.Set(StreamPacketField.InterfaceType, (uint)context.InterfaceType);
        values.Set(StreamPacketField.TunnelType, 0u);
        values.Set(StreamPacketField.CompartmentId, context.Compartment);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context) =>
        Translate.Packet(ref metadata, ref context, hasTransport: true);
}
