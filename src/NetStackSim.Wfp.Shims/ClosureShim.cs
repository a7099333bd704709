using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_ENDPOINT_CLOSURE</c>: tells that a connection or an endpoint is gone; contexts on its flows went back to their callouts before.</summary>
internal sealed class ClosureShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    private protected override bool CanBlock => false;

    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Clear();
        values.Set(AleEndpointClosureField.AleAppId, Platform.Identities.AppId(context.Process));
        values.Set(AleEndpointClosureField.AleUserId, ProcessIdentities.Token(context.Process));
        values.Set(AleEndpointClosureField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleEndpointClosureField.AlePackageFamilyName, ProcessIdentities.Token(context.Process));
        if (!context.LocalAddress.IsUnspecified)
        {
            values.Set(AleEndpointClosureField.IpLocalAddress, context.LocalAddress);
        }

        values.Set(AleEndpointClosureField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(AleEndpointClosureField.IpLocalPort, context.LocalPort);
        values.Set(AleEndpointClosureField.IpProtocol, context.Protocol);
        values.Set(AleEndpointClosureField.Flags, Translate.AleFlags(ref context));
        values.Set(AleEndpointClosureField.CompartmentId, context.Compartment);
        if (context.RemotePort != 0)
        {
            values.Set(AleEndpointClosureField.IpRemoteAddress, context.RemoteAddress);
            values.Set(AleEndpointClosureField.IpRemotePort, context.RemotePort);
        }

        if (context.InterfaceIndex != 0)
        {
            values.Set(AleEndpointClosureField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        }
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        metadata.Present |= MetadataFields.CompartmentId;
        metadata.CompartmentId = context.Compartment;
        Translate.Owner(ref metadata, ref context);
        Translate.Endpoint(ref metadata, ref context);
    }

    /// <inheritdoc/>
    private protected override object? LayerData(ref InspectionContext context) => null;

    /// <inheritdoc/>
    private protected override ClassifyContext Classification(ref InspectionContext context) =>
        new(null, context.Pendable);
}
