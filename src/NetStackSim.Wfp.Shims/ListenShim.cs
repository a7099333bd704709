using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_AUTH_LISTEN</c>: listen on a TCP socket.</summary>
internal sealed class ListenShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Clear();
        if (!context.LocalAddress.IsUnspecified)
        {
            values.Set(AleAuthListenField.IpLocalAddress, context.LocalAddress);
        }

        values.Set(AleAuthListenField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(AleAuthListenField.IpLocalPort, context.LocalPort);
        values.Set(AleAuthListenField.Flags, (uint)(context.Flags & InspectionFlags.Reclassify));
        values.Set(AleAuthListenField.TunnelType, 0u);
        values.Set(AleAuthListenField.AleSioFirewallSystemPort, context.FirewallProperty);
        values.Set(AleAuthListenField.CompartmentId, context.Compartment);
        if (context.InterfaceIndex != 0)
        {
            values.Set(AleAuthListenField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
            values.Set(AleAuthListenField.InterfaceType, (uint)context.InterfaceType);
        }
        values.Set(AleAuthListenField.AleAppId, Platform.Identities.AppId(context.Process));
        values.Set(AleAuthListenField.AleUserId, ProcessIdentities.Token(context.Process));
        values.Set(AleAuthListenField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleAuthListenField.AlePackageFamilyName, ProcessIdentities.Token(context.Process));
        values.Set(AleAuthListenField.LocalInterfaceProfileId, Platform.Profile);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        Translate.Owner(ref metadata, ref context);
        Translate.Endpoint(ref metadata, ref context);
        metadata.Flags |= (context.Flags & InspectionFlags.Reclassify) != 0 ? IncomingFlags.Reclassify : IncomingFlags.None;
        metadata.IsCompletion = (context.Reauthorization & ReauthorizationReasons.ClassifyCompletion) != 0;
    }

    /// <inheritdoc/>
    private protected override bool CanComplete => true;

    /// <inheritdoc/>
    private protected override object? LayerData(ref InspectionContext context) => null;
}
