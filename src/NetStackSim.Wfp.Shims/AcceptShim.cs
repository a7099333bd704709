using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>ALE_AUTH_RECV_ACCEPT</c>: incoming connections and first incoming datagrams; incoming flows after a change of policy.</summary>
internal sealed class AcceptShim(FilterPlatform platform, EngineLayer layer) : FlowAuthorizationShim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        Endpoints(values, ref context);
        FwpValue token = ProcessIdentities.Token(context.Process);
        values.Set(AleAuthRecvAcceptField.AleAppId, Platform.Identities.AppId(context.Process));
        values.Set(AleAuthRecvAcceptField.AleUserId, token);
        values.Set(AleAuthRecvAcceptField.AlePackageId, ProcessIdentities.Package(context.Process));
        values.Set(AleAuthRecvAcceptField.AlePackageFamilyName, token);
        values.Set(AleAuthRecvAcceptField.OriginalProfileId, OriginalProfile(ref context));
        values.Set(AleAuthRecvAcceptField.CurrentProfileId, Platform.Profile);
        values.Set(AleAuthRecvAcceptField.InterfaceQuarantineEpoch, Platform.Options.QuarantineEpoch);
    }

    private void Endpoints(ClassifyValues values, ref InspectionContext context)
    {
        values.Clear();
        values.Set(AleAuthRecvAcceptField.IpLocalAddress, context.LocalAddress);
        values.Set(AleAuthRecvAcceptField.IpLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(AleAuthRecvAcceptField.IpLocalPort, context.LocalPort);
        values.Set(AleAuthRecvAcceptField.IpProtocol, context.Protocol);
        values.Set(AleAuthRecvAcceptField.IpRemoteAddress, context.RemoteAddress);
        values.Set(AleAuthRecvAcceptField.IpRemotePort, context.RemotePort);
        values.Set(AleAuthRecvAcceptField.Flags, Translate.AleFlags(ref context));
        values.Set(AleAuthRecvAcceptField.ReauthorizeReason, Reason(ref context));
        values.Set(AleAuthRecvAcceptField.AleSioFirewallSystemPort, context.FirewallProperty);
        values.Set(AleAuthRecvAcceptField.AleNapContext, 0u);
        values.Set(AleAuthRecvAcceptField.CompartmentId, context.Compartment);
        if (context.Protocol is (byte)IpProtocol.Icmp or (byte)IpProtocol.IcmpV6)
        {
            values.Set(AleAuthRecvAcceptField.OriginalIcmpType, context.LocalPort);
        }

        Interfaces(values, ref context);
    }

    private static void Interfaces(ClassifyValues values, ref InspectionContext context)
    {
        ulong luid = Translate.Luid(context.InterfaceType, context.InterfaceIndex);
        uint type = context.InterfaceType;
        values.Set(AleAuthRecvAcceptField.IpLocalInterface, luid);
        values.Set(AleAuthRecvAcceptField.InterfaceType, type);
        values.Set(AleAuthRecvAcceptField.TunnelType, 0u);
        values.Set(AleAuthRecvAcceptField.InterfaceIndex, context.InterfaceIndex);
        values.Set(AleAuthRecvAcceptField.SubInterfaceIndex, context.SubInterfaceIndex);
        if (context.Direction == InspectionDirection.Outbound)
        {
            values.Set(AleAuthRecvAcceptField.IpNexthopInterface, luid);
            values.Set(AleAuthRecvAcceptField.NexthopInterfaceType, type);
            values.Set(AleAuthRecvAcceptField.NexthopTunnelType, 0u);
            values.Set(AleAuthRecvAcceptField.NexthopInterfaceIndex, context.InterfaceIndex);
            values.Set(AleAuthRecvAcceptField.NexthopSubInterfaceIndex, context.SubInterfaceIndex);
        }
        else
        {
            values.Set(AleAuthRecvAcceptField.IpArrivalInterface, luid);
            values.Set(AleAuthRecvAcceptField.ArrivalInterfaceType, type);
            values.Set(AleAuthRecvAcceptField.ArrivalTunnelType, 0u);
            values.Set(AleAuthRecvAcceptField.ArrivalInterfaceIndex, context.InterfaceIndex);
        }
    }
}
