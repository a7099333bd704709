using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_CONNECT_REDIRECT</c>: connects that callouts may send elsewhere; they get the writable <see cref="RedirectRequest"/>.</summary>
internal sealed class ConnectRedirectShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        FwpValue app = Platform.Identities.AppId(context.Process);
        values.Clear();
        values.Set(AleConnectRedirectField.AleAppId, app);
        values.Set(AleConnectRedirectField.AleOriginalAppId, context.RedirectRecords is null ? app : Platform.Identities.AppId(context.RedirectRecords.Application ?? context.Process));
        values.Set(AleConnectRedirectField.AleUserId, ProcessIdentities.Token(context.Process));
        values.Set(AleConnectRedirectField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleConnectRedirectField.AlePackageFamilyName, ProcessIdentities.Token(context.Process));
        if (!context.LocalAddress.IsUnspecified)
        {
            values.Set(AleConnectRedirectField.IpLocalAddress, context.LocalAddress);
        }

        values.Set(AleConnectRedirectField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(AleConnectRedirectField.IpLocalPort, context.LocalPort);
        values.Set(AleConnectRedirectField.IpProtocol, context.Protocol);
        values.Set(AleConnectRedirectField.IpRemoteAddress, context.RemoteAddress);
        values.Set(AleConnectRedirectField.IpDestinationAddressType, Platform.AddressType(context.RemoteAddress));
        values.Set(AleConnectRedirectField.IpRemotePort, context.RemotePort);
        values.Set(AleConnectRedirectField.Flags, Translate.AleFlags(ref context));
        values.Set(AleConnectRedirectField.CompartmentId, context.Compartment);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        Translate.Owner(ref metadata, ref context);
        Translate.Icmp(ref metadata, ref context);
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
