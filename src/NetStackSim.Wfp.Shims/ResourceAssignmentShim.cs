using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_RESOURCE_ASSIGNMENT</c>: binds, explicit and implicit. A wildcard address is an empty field.</summary>
internal sealed class ResourceAssignmentShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        Translate(values, ref context);
        values.Set(AleResourceAssignmentField.AleAppId, Platform.Identities.AppId(context.Process));
        values.Set(AleResourceAssignmentField.AleUserId, ProcessIdentities.Token(context.Process));
        values.Set(AleResourceAssignmentField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleResourceAssignmentField.AlePackageFamilyName, ProcessIdentities.Token(context.Process));
        values.Set(AleResourceAssignmentField.LocalInterfaceProfileId, Platform.Options.NetworkProfile);
    }

    /// <summary>The same for the discard twin, without the owner.</summary>
    internal static void Translate(ClassifyValues values, ref InspectionContext context)
    {
        values.Clear();
        if (!context.LocalAddress.IsUnspecified)
        {
            values.Set(AleResourceAssignmentField.IpLocalAddress, context.LocalAddress);
        }

        values.Set(AleResourceAssignmentField.IpLocalAddressType, Shims.Translate.AddressType(context.LocalAddress));
        values.Set(AleResourceAssignmentField.IpLocalPort, context.LocalPort);
        values.Set(AleResourceAssignmentField.IpProtocol, context.Protocol);
        values.Set(AleResourceAssignmentField.Flags, (uint)context.Flags);
        values.Set(AleResourceAssignmentField.TunnelType, 0u);
        values.Set(AleResourceAssignmentField.AleSioFirewallSystemPort, 0u);
        values.Set(AleResourceAssignmentField.CompartmentId, context.Compartment);
        if (context.InterfaceIndex != 0)
        {
            values.Set(AleResourceAssignmentField.IpLocalInterface, Shims.Translate.Luid(context.InterfaceType, context.InterfaceIndex));
            values.Set(AleResourceAssignmentField.InterfaceType, (uint)context.InterfaceType);
        }
    }

    /// <inheritdoc/>
    private protected override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        Shims.Translate.Owner(ref metadata, ref context);
        Shims.Translate.Endpoint(ref metadata, ref context);
    }

    /// <inheritdoc/>
    private protected override object? LayerData(ref InspectionContext context) => null;
}
