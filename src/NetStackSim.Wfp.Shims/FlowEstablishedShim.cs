using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_FLOW_ESTABLISHED</c>: tells of flows; a block ends the flow, which a callout should do on an error of its own only.</summary>
internal sealed class FlowEstablishedShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    public override InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
    {
        if (context.State is { } state)
        {
            state.Engine ??= Platform.Engine.Flows.Begin(state);
        }

        return base.Inspect(point, ref context);
    }

    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Clear();
        values.Set(AleFlowEstablishedField.IpLocalAddress, context.LocalAddress);
        values.Set(AleFlowEstablishedField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(AleFlowEstablishedField.IpLocalPort, context.LocalPort);
        values.Set(AleFlowEstablishedField.IpProtocol, context.Protocol);
        values.Set(AleFlowEstablishedField.IpRemoteAddress, context.RemoteAddress);
        values.Set(AleFlowEstablishedField.IpRemotePort, context.RemotePort);
        values.Set(AleFlowEstablishedField.IpDestinationAddressType, Platform.AddressType(context.RemoteAddress));
        values.Set(AleFlowEstablishedField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(AleFlowEstablishedField.Direction, (uint)(context.FlowDirection ?? context.Direction));
        values.Set(AleFlowEstablishedField.InterfaceType, (uint)context.InterfaceType);
        values.Set(AleFlowEstablishedField.TunnelType, 0u);
        values.Set(AleFlowEstablishedField.Flags, Translate.AleFlags(ref context));
        values.Set(AleFlowEstablishedField.CompartmentId, context.Compartment);
        FwpValue app = Platform.Identities.AppId(context.Process);
        values.Set(AleFlowEstablishedField.AleAppId, app);
        values.Set(AleFlowEstablishedField.AleOriginalAppId, context.RedirectRecords is null ? app : Platform.Identities.AppId(context.RedirectRecords.Application ?? context.Process));
        values.Set(AleFlowEstablishedField.AleUserId, ProcessIdentities.Token(context.Process));
        values.Set(AleFlowEstablishedField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleFlowEstablishedField.AlePackageFamilyName, ProcessIdentities.Token(context.Process));
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        Translate.Owner(ref metadata, ref context);
        Translate.Icmp(ref metadata, ref context);
        Translate.Endpoint(ref metadata, ref context);

        // Windows names no header sizes among the metadata of this layer and shows the packet behind its headers: the way back is there, its bits are not.
        metadata.IpHeaderSize = context.IpHeaderSize;
        metadata.TransportHeaderSize = context.TransportHeaderSize;
    }
}
