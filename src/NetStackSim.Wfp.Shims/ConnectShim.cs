using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_AUTH_CONNECT</c>: outgoing connections and first outgoing datagrams; outgoing flows after a change of policy.</summary>
internal sealed class ConnectShim(FilterPlatform platform, EngineLayer layer) : FlowAuthorizationShim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        Endpoints(values, ref context);
        FwpValue app = Platform.Identities.AppId(context.Process);
        FwpValue token = ProcessIdentities.Token(context.Process);
        values.Set(AleAuthConnectField.AleAppId, app);
        values.Set(AleAuthConnectField.AleOriginalAppId, context.RedirectRecords is null ? app : Platform.Identities.AppId(context.RedirectRecords.Application ?? context.Process));
        values.Set(AleAuthConnectField.AleUserId, token);
        values.Set(AleAuthConnectField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleAuthConnectField.AlePackageFamilyName, token);
        values.Set(AleAuthConnectField.OriginalProfileId, OriginalProfile(ref context));
        values.Set(AleAuthConnectField.CurrentProfileId, Platform.Profile);
        values.Set(AleAuthConnectField.InterfaceQuarantineEpoch, Platform.Options.QuarantineEpoch);
    }

    private void Endpoints(ClassifyValues values, ref InspectionContext context)
    {
        values.Clear();
        values.Set(AleAuthConnectField.IpLocalAddress, context.LocalAddress);
        values.Set(AleAuthConnectField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(AleAuthConnectField.IpLocalPort, context.LocalPort);
        values.Set(AleAuthConnectField.IpProtocol, context.Protocol);
        values.Set(AleAuthConnectField.IpRemoteAddress, context.RemoteAddress);
        values.Set(AleAuthConnectField.IpRemotePort, context.RemotePort);
        values.Set(AleAuthConnectField.IpDestinationAddressType, Platform.AddressType(context.RemoteAddress));
        values.Set(AleAuthConnectField.Flags, Translate.AleFlags(ref context));
        values.Set(AleAuthConnectField.ReauthorizeReason, Reason(ref context));
        values.Set(AleAuthConnectField.CompartmentId, context.Compartment);
        if (context.Protocol is (byte)IpProtocol.Icmp or (byte)IpProtocol.IcmpV6)
        {
            values.Set(AleAuthConnectField.OriginalIcmpType, context.LocalPort);
        }

        Interfaces(values, ref context);
    }

    private static void Interfaces(ClassifyValues values, ref InspectionContext context)
    {
        ulong luid = Translate.Luid(context.InterfaceType, context.InterfaceIndex);
        uint type = context.InterfaceType;
        values.Set(AleAuthConnectField.IpLocalInterface, luid);
        values.Set(AleAuthConnectField.InterfaceType, type);
        values.Set(AleAuthConnectField.TunnelType, 0u);
        values.Set(AleAuthConnectField.InterfaceIndex, context.InterfaceIndex);
        values.Set(AleAuthConnectField.SubInterfaceIndex, context.SubInterfaceIndex);
        if (context.Direction == InspectionDirection.Outbound)
        {
            values.Set(AleAuthConnectField.IpNexthopInterface, luid);
            values.Set(AleAuthConnectField.NexthopInterfaceType, type);
            values.Set(AleAuthConnectField.NexthopTunnelType, 0u);
            values.Set(AleAuthConnectField.NexthopInterfaceIndex, context.InterfaceIndex);
            values.Set(AleAuthConnectField.NexthopSubInterfaceIndex, context.SubInterfaceIndex);
        }
        else
        {
            values.Set(AleAuthConnectField.IpArrivalInterface, luid);
            values.Set(AleAuthConnectField.ArrivalInterfaceType, type);
            values.Set(AleAuthConnectField.ArrivalTunnelType, 0u);
            values.Set(AleAuthConnectField.ArrivalInterfaceIndex, context.InterfaceIndex);
        }
    }
}
