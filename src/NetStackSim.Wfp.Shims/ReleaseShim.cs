using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_RESOURCE_RELEASE</c>: tells that a bound port was given up.</summary>
internal sealed class ReleaseShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    private protected override bool CanBlock => false;

    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Clear();
        values.Set(AleResourceReleaseField.AleAppId, Platform.Identities.AppId(context.Process));
        values.Set(AleResourceReleaseField.AleUserId, ProcessIdentities.Token(context.Process));
        values.Set(AleResourceReleaseField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleResourceReleaseField.AlePackageFamilyName, ProcessIdentities.Token(context.Process));
        if (!context.LocalAddress.IsUnspecified)
        {
            values.Set(AleResourceReleaseField.IpLocalAddress, context.LocalAddress);
        }

        values.Set(AleResourceReleaseField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(AleResourceReleaseField.IpLocalPort, context.LocalPort);
        values.Set(AleResourceReleaseField.IpProtocol, context.Protocol);
        values.Set(AleResourceReleaseField.Flags, (uint)context.Flags);
        values.Set(AleResourceReleaseField.CompartmentId, context.Compartment);
        if (context.InterfaceIndex != 0)
        {
            values.Set(AleResourceReleaseField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
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
}
