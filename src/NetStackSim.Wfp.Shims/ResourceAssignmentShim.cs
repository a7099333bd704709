using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_RESOURCE_ASSIGNMENT</c>: binds, explicit and implicit. A wildcard address is an empty field.</summary>
internal sealed class ResourceAssignmentShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        values.Clear();
        if (!context.LocalAddress.IsUnspecified)
        {
            values.Set(AleResourceAssignmentField.IpLocalAddress, context.LocalAddress);
        }

        values.Set(AleResourceAssignmentField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(AleResourceAssignmentField.IpLocalPort, context.LocalPort);
        values.Set(AleResourceAssignmentField.IpProtocol, context.Protocol);
        values.Set(AleResourceAssignmentField.Flags, (uint)context.Flags);
        values.Set(AleResourceAssignmentField.TunnelType, 0u);
        values.Set(AleResourceAssignmentField.AleSioFirewallSystemPort, context.FirewallProperty);
        if (context.PromiscuousMode != 0)
        {
            values.Set(AleResourceAssignmentField.AlePromiscuousMode, context.PromiscuousMode);
        }

        values.Set(AleResourceAssignmentField.CompartmentId, context.Compartment);
        if (context.InterfaceIndex != 0)
        {
            values.Set(AleResourceAssignmentField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
            values.Set(AleResourceAssignmentField.InterfaceType, (uint)context.InterfaceType);
        }
        values.Set(AleResourceAssignmentField.AleAppId, Platform.Identities.AppId(context.Process));
        values.Set(AleResourceAssignmentField.AleUserId, ProcessIdentities.Token(context.Process));
        values.Set(AleResourceAssignmentField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleResourceAssignmentField.AlePackageFamilyName, ProcessIdentities.Token(context.Process));
        values.Set(AleResourceAssignmentField.LocalInterfaceProfileId, Platform.Profile);
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
