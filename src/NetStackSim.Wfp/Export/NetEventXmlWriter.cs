using System.Globalization;

namespace NetStackSim.Wfp;

/// <summary>Net events as <c>netsh wfp show netevents</c> prints them.</summary>
internal static class NetEventXmlWriter
{
    /// <summary>The root element of events.</summary>
    /// <param name="events">The events.</param>
    /// <param name="epoch">The host's calendar at virtual time zero.</param>
    internal static XmlItem Write(IEnumerable<NetEvent> events, DateTimeOffset epoch) => XmlItem.List("netEvents", events.Select(e => Event(e, epoch)));

    private static XmlItem Event(NetEvent netEvent, DateTimeOffset epoch)
    {
        (string symbol, string name) = NamesOf(netEvent.Type);
        return XmlItem.Of(
            "item",
            Header(netEvent, epoch),
            new XmlItem("type", "FWPM_NET_EVENT_TYPE_" + symbol),
            Payload(name, netEvent),
            XmlItem.Of(
                "internalFields",
                new XmlItem("internalFlags"),
                XmlItem.List("capabilities", netEvent.Capability is { } capability ? [new XmlItem("item", Symbol(capability))] : []),
                new XmlItem("fqbnVersion", "0"),
                new XmlItem("fqbnName"),
                XmlItem.List("terminatingFiltersInfo", netEvent.Terminating.Select(Termination)),
                new XmlItem("filterOrigin", netEvent.FilterOrigin),
                new XmlItem("interfaceIndex", netEvent.InterfaceIndex.ToString(CultureInfo.InvariantCulture))));
    }

    private static XmlItem Header(NetEvent netEvent, DateTimeOffset epoch)
    {
        string version = netEvent.Family == Packets.IpFamily.V4 ? "V4" : "V6";
        string family = netEvent.Mac is not null ? "FWP_AF_ETHER" : netEvent.Family == Packets.IpFamily.V4 ? "FWP_AF_INET" : "FWP_AF_INET6";
        return XmlItem.Of(
            "header",
            new XmlItem("timeStamp", epoch.AddTicks(netEvent.TimeNs / 100).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            XmlItem.List("flags", Flags(netEvent).Select(static name => new XmlItem("item", "FWPM_NET_EVENT_FLAG_" + name))),
            new XmlItem("ipVersion", "FWP_IP_VERSION_" + (netEvent.Mac is null ? version : "NONE")),
            new XmlItem("ipProtocol", Text(netEvent.Protocol)),
            new XmlItem("localAddr" + version, netEvent.LocalAddress?.ToString() ?? string.Empty),
            new XmlItem("remoteAddr" + version, netEvent.RemoteAddress?.ToString() ?? string.Empty),
            new XmlItem("localPort", Text(netEvent.LocalPort)),
            new XmlItem("remotePort", Text(netEvent.RemotePort)),
            new XmlItem("scopeId", netEvent.ScopeId.ToString(CultureInfo.InvariantCulture)),
            netEvent.AppId is { } app ? XmlValues.WriteBlob("appId", app) : new XmlItem("appId"),
            new XmlItem("userId", netEvent.User?.ToString() ?? string.Empty),
            new XmlItem("addressFamily", family),
            new XmlItem("packageSid", netEvent.Package?.ToString() ?? string.Empty),
            new XmlItem("enterpriseId"),
            new XmlItem("policyFlags", "0"),
            new XmlItem("effectiveName", netEvent.EffectiveName));
    }

    private static (string Symbol, string Payload) NamesOf(NetEventType type) => type switch
    {
        NetEventType.ClassifyAllow => ("CLASSIFY_ALLOW", "classifyAllow"),
        NetEventType.CapabilityDrop => ("CAPABILITY_DROP", "capabilityDrop"),
        NetEventType.CapabilityAllow => ("CAPABILITY_ALLOW", "capabilityAllow"),
        NetEventType.ClassifyDropMac => ("CLASSIFY_DROP_MAC", "classifyDropMac"),
        _ => ("CLASSIFY_DROP", "classifyDrop"),
    };

    private static string Symbol(NetworkCapability capability) => "FWPM_APPC_NETWORK_CAPABILITY_INTERNET_" + capability switch
    {
        NetworkCapability.InternetClient => "CLIENT",
        NetworkCapability.InternetClientServer => "CLIENT_SERVER",
        _ => "PRIVATE_NETWORK",
    };

    private static XmlItem Payload(string name, NetEvent netEvent)
    {
        if (netEvent.Capability is { } capability)
        {
            return XmlItem.Of(
                name,
                new XmlItem("networkCapabilityId", Symbol(capability)),
                new XmlItem("filterId", netEvent.FilterId.ToString(CultureInfo.InvariantCulture)),
                new XmlItem("isLoopback", netEvent.IsLoopback ? "true" : "false"));
        }

        XmlItem payload = XmlItem.Of(name, netEvent.Mac is { } mac ? Frame(mac) : []);
        payload.Add(new XmlItem("filterId", netEvent.FilterId.ToString(CultureInfo.InvariantCulture)));
        payload.Add(new XmlItem("layerId", netEvent.LayerId.ToString(CultureInfo.InvariantCulture)));
        payload.Add(new XmlItem("reauthReason", netEvent.ReauthReason.ToString(CultureInfo.InvariantCulture)));
        payload.Add(new XmlItem("originalProfile", netEvent.OriginalProfile.ToString(CultureInfo.InvariantCulture)));
        payload.Add(new XmlItem("currentProfile", netEvent.CurrentProfile.ToString(CultureInfo.InvariantCulture)));
        payload.Add(new XmlItem("msFwpDirection", "MS_FWP_DIRECTION_" + netEvent.Direction.ToString().ToUpperInvariant()));
        payload.Add(new XmlItem("isLoopback", netEvent.IsLoopback ? "true" : "false"));
        if (netEvent.Type is NetEventType.ClassifyDrop or NetEventType.ClassifyDropMac)
        {
            payload.Add(new XmlItem("vSwitchId", netEvent.VSwitch?.ToString() ?? string.Empty));
            payload.Add(new XmlItem("vSwitchSourcePort", "0"));
            payload.Add(new XmlItem("vSwitchDestinationPort", "0"));
        }

        return payload;
    }

    private static XmlItem[] Frame(NetEventMac mac) =>
    [
        new("localMacAddr", mac.Local.ToString()),
        new("remoteMacAddr", mac.Remote.ToString()),
        new("mediaType", mac.MediaType.ToString(CultureInfo.InvariantCulture)),
        new("ifType", mac.InterfaceType.ToString(CultureInfo.InvariantCulture)),
        new("etherType", mac.EtherType.ToString(CultureInfo.InvariantCulture)),
        new("ndisPortNumber", mac.NdisPort.ToString(CultureInfo.InvariantCulture)),
        new("vlanTag", mac.VlanTag.ToString(CultureInfo.InvariantCulture)),
        new("ifLuid", mac.InterfaceLuid.ToString(CultureInfo.InvariantCulture)),
    ];

    private static XmlItem Termination(NetEventTermination item) => XmlItem.Of(
        "item",
        new XmlItem("filterId", item.FilterId.ToString(CultureInfo.InvariantCulture)),
        new XmlItem("subLayer", item.SubLayer),
        new XmlItem("actionType", item.Action));

    private static readonly (NetEventFlags Flag, string Name)[] FlagNames =
    [
        (NetEventFlags.IpProtocol, "IP_PROTOCOL_SET"), (NetEventFlags.LocalAddress, "LOCAL_ADDR_SET"), (NetEventFlags.RemoteAddress, "REMOTE_ADDR_SET"),
        (NetEventFlags.LocalPort, "LOCAL_PORT_SET"), (NetEventFlags.RemotePort, "REMOTE_PORT_SET"), (NetEventFlags.AppId, "APP_ID_SET"),
        (NetEventFlags.UserId, "USER_ID_SET"), (NetEventFlags.ScopeId, "SCOPE_ID_SET"), (NetEventFlags.IpVersion, "IP_VERSION_SET"),
        (NetEventFlags.ReauthReason, "REAUTH_REASON_SET"), (NetEventFlags.PackageId, "PACKAGE_ID_SET"), (NetEventFlags.EffectiveName, "EFFECTIVE_NAME_SET"),
    ];

    private static IEnumerable<string> Flags(NetEvent netEvent) => FlagNames.Where(f => (netEvent.Flags & f.Flag) != 0).Select(static f => f.Name);

    private static string Text<T>(T? number)
        where T : struct, IFormattable => number?.ToString(null, CultureInfo.InvariantCulture) ?? string.Empty;
}
