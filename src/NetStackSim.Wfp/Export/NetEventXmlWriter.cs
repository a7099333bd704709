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
        bool isDrop = netEvent.Type == NetEventType.ClassifyDrop;
        return XmlItem.Of(
            "item",
            Header(netEvent, epoch),
            new XmlItem("type", "FWPM_NET_EVENT_TYPE_" + (isDrop ? "CLASSIFY_DROP" : "CLASSIFY_ALLOW")),
            Payload(isDrop ? "classifyDrop" : "classifyAllow", netEvent),
            XmlItem.Of(
                "internalFields",
                new XmlItem("internalFlags"),
                XmlItem.List("capabilities", []),
                new XmlItem("fqbnVersion", "0"),
                new XmlItem("fqbnName"),
                XmlItem.List("terminatingFiltersInfo", netEvent.Terminating.Select(Termination)),
                new XmlItem("filterOrigin", netEvent.FilterName),
                new XmlItem("interfaceIndex", "0")));
    }

    private static XmlItem Header(NetEvent netEvent, DateTimeOffset epoch)
    {
        string version = netEvent.Family == Packets.IpFamily.V4 ? "V4" : "V6";
        return XmlItem.Of(
            "header",
            new XmlItem("timeStamp", epoch.AddTicks(netEvent.TimeNs / 100).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            XmlItem.List("flags", Flags(netEvent).Select(static name => new XmlItem("item", "FWPM_NET_EVENT_FLAG_" + name))),
            new XmlItem("ipVersion", "FWP_IP_VERSION_" + version),
            new XmlItem("ipProtocol", Text(netEvent.Protocol)),
            new XmlItem("localAddr" + version, netEvent.LocalAddress?.ToString() ?? string.Empty),
            new XmlItem("remoteAddr" + version, netEvent.RemoteAddress?.ToString() ?? string.Empty),
            new XmlItem("localPort", Text(netEvent.LocalPort)),
            new XmlItem("remotePort", Text(netEvent.RemotePort)),
            new XmlItem("scopeId", "0"),
            netEvent.AppId is { } app ? XmlValues.WriteBlob("appId", app) : new XmlItem("appId"),
            new XmlItem("userId", netEvent.User?.ToString() ?? string.Empty),
            new XmlItem("addressFamily", netEvent.Family == Packets.IpFamily.V4 ? "FWP_AF_INET" : "FWP_AF_INET6"),
            new XmlItem("packageSid", netEvent.Package?.ToString() ?? string.Empty),
            new XmlItem("enterpriseId"),
            new XmlItem("policyFlags", "0"),
            new XmlItem("effectiveName"));
    }

    private static XmlItem Payload(string name, NetEvent netEvent)
    {
        XmlItem payload = XmlItem.Of(
            name,
            new XmlItem("filterId", netEvent.FilterId.ToString(CultureInfo.InvariantCulture)),
            new XmlItem("layerId", netEvent.LayerId.ToString(CultureInfo.InvariantCulture)),
            new XmlItem("reauthReason", netEvent.ReauthReason.ToString(CultureInfo.InvariantCulture)),
            new XmlItem("originalProfile", netEvent.OriginalProfile.ToString(CultureInfo.InvariantCulture)),
            new XmlItem("currentProfile", netEvent.CurrentProfile.ToString(CultureInfo.InvariantCulture)),
            new XmlItem("msFwpDirection", "MS_FWP_DIRECTION_" + netEvent.Direction.ToString().ToUpperInvariant()),
            new XmlItem("isLoopback", netEvent.IsLoopback ? "true" : "false"));
        if (netEvent.Type == NetEventType.ClassifyDrop)
        {
            payload.Add(new XmlItem("vSwitchId"));
            payload.Add(new XmlItem("vSwitchSourcePort", "0"));
            payload.Add(new XmlItem("vSwitchDestinationPort", "0"));
        }

        return payload;
    }

    private static XmlItem Termination(NetEventTermination item) => XmlItem.Of(
        "item",
        new XmlItem("filterId", item.FilterId.ToString(CultureInfo.InvariantCulture)),
        new XmlItem("subLayer", item.SubLayer),
        new XmlItem("actionType", item.Action));

    private static IEnumerable<string> Flags(NetEvent netEvent)
    {
        (bool IsSet, string Name)[] flags =
        [
            (netEvent.Protocol is not null, "IP_PROTOCOL_SET"), (netEvent.LocalAddress is not null, "LOCAL_ADDR_SET"),
            (netEvent.RemoteAddress is not null, "REMOTE_ADDR_SET"), (netEvent.LocalPort is not null, "LOCAL_PORT_SET"),
            (netEvent.RemotePort is not null, "REMOTE_PORT_SET"), (netEvent.AppId is not null, "APP_ID_SET"), (netEvent.User is not null, "USER_ID_SET"),
            (true, "IP_VERSION_SET"), (netEvent.ReauthReason != 0, "REAUTH_REASON_SET"), (netEvent.Package is not null, "PACKAGE_ID_SET"),
        ];
        return flags.Where(static f => f.IsSet).Select(static f => f.Name);
    }

    private static string Text<T>(T? number)
        where T : struct, IFormattable => number?.ToString(null, CultureInfo.InvariantCulture) ?? string.Empty;
}
