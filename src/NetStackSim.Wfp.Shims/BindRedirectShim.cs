using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_BIND_REDIRECT</c>: binds that callouts may rewrite; they get the writable <see cref="RedirectRequest"/>.</summary>
internal sealed class BindRedirectShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Clear();
        values.Set(AleBindRedirectField.AleAppId, Platform.Identities.AppId(context.Process));
        values.Set(AleBindRedirectField.AleUserId, ProcessIdentities.Token(context.Process));
        values.Set(AleBindRedirectField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleBindRedirectField.AlePackageFamilyName, ProcessIdentities.Token(context.Process));
        if (!context.LocalAddress.IsUnspecified)
        {
            values.Set(AleBindRedirectField.IpLocalAddress, context.LocalAddress);
        }

        values.Set(AleBindRedirectField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(AleBindRedirectField.IpLocalPort, context.LocalPort);
        values.Set(AleBindRedirectField.IpProtocol, context.Protocol);
        values.Set(AleBindRedirectField.Flags, (uint)context.Flags);
        values.Set(AleBindRedirectField.CompartmentId, context.Compartment);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        Translate.Owner(ref metadata, ref context);
        Translate.Endpoint(ref metadata, ref context);
        if (context.RedirectRecords is { } records)
        {
            metadata.Present |= MetadataFields.RedirectRecordHandle;
            metadata.RedirectRecords = records;
        }
    }

    /// <inheritdoc/>
    private protected override object? LayerData(ref InspectionContext context) => context.Redirect;

    /// <inheritdoc/>
    private protected override ClassifyContext Classification(ref InspectionContext context) =>
        new(context.Redirect, context.Pendable);
}
