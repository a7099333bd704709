using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// <c>STREAM</c>: in-order bytes of either direction. The direction field is that of the connection, not of the bytes; callouts get the
/// bytes as <see cref="StreamCalloutPacket"/>.
/// </summary>
internal sealed class StreamShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    private readonly StreamCalloutPacket _packet = new();

    /// <inheritdoc/>
    public override InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
    {
        return context.DataLength == 0 ? InspectionVerdict.Permit : base.Inspect(point, ref context);
    }

    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(StreamField.IpLocalAddress, context.LocalAddress);
        values.Set(StreamField.IpLocalAddressType, Translate.AddressType(context.LocalAddress));
        values.Set(StreamField.IpRemoteAddress, context.RemoteAddress);
        values.Set(StreamField.IpLocalPort, context.LocalPort);
        values.Set(StreamField.IpRemotePort, context.RemotePort);
        values.Set(StreamField.Direction, (uint)(context.FlowDirection ?? context.Direction));
        values.Set(StreamField.Flags, (uint)context.Flags);
        values.Set(StreamField.CompartmentId, context.Compartment);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context) =>
        Translate.Endpoint(ref metadata, ref context);

    /// <inheritdoc/>
    private protected override object? LayerData(ref InspectionContext context)
    {
        _packet.Set(context.List, context.Direction, context.DataLength);
        return _packet;
    }
}
