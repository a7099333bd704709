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
    internal override bool IsNeeded => base.IsNeeded || Platform.Engine.Streams is { IsBusy: true };

    /// <inheritdoc/>
    public override InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
    {
        if (context.Stream is not { } stream || context.State is not { } state || Platform.Engine.Streams is not { } streams)
        {
            return base.Inspect(point, ref context);
        }

        state.Engine ??= Platform.Engine.Flows.Begin(state);
        FlowRecord flow = (FlowRecord)state.Engine;
        streams.Open(flow, Layer, stream, out bool isNew, out ClassifyValues values);
        if (isNew)
        {
            Fill(values, ref context);
        }

        ClassifyMetadata metadata = default;
        Describe(ref metadata, ref context);
        metadata.Present &= Metadata;
        InspectionVerdict verdict = streams.Indicate(flow, context.Direction, context.List, context.DataLength, context.StreamFlags, metadata);
        ClassifyResult result = verdict.FilterId != 0 && Platform.Engine.FindFilter(verdict.FilterId) is { } filter ? ClassifyResult.BlockedBy(filter) : default;
        Observe(verdict, result, values, ref context);
        return verdict;
    }

    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Set(StreamField.IpLocalAddress, context.LocalAddress);
        values.Set(StreamField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(StreamField.IpRemoteAddress, context.RemoteAddress);
        values.Set(StreamField.IpLocalPort, context.LocalPort);
        values.Set(StreamField.IpRemotePort, context.RemotePort);
        values.Set(StreamField.Direction, (uint)(context.FlowDirection ?? context.Direction));
        values.Set(StreamField.Flags, (uint)context.Flags);
        values.Set(StreamField.CompartmentId, context.Compartment);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        metadata.Present |= MetadataFields.SystemFlags;
        Translate.Endpoint(ref metadata, ref context);
    }

    /// <inheritdoc/>
    private protected override object? LayerData(ref InspectionContext context)
    {
        _packet.Set(context.List, context.Direction, context.DataLength, context.StreamFlags);
        return _packet;
    }
}
