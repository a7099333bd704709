using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NetStackSim.Wfp;

/// <summary>Reads net events of exports.</summary>
internal static class NetEventXml
{
    /// <summary>Reads an event.</summary>
    /// <exception cref="PolicyException">The event is wrong.</exception>
    internal static ExportedNetEvent Read(XmlItem item)
    {
        XmlItem header = item.Need("header");
        XmlItem? payload = Payload(item);
        XmlItem? inside = item.Find("internalFields");
        return new ExportedNetEvent
        {
            TimeStamp = header.TextOf("timeStamp"),
            Type = WellKnownNames.Strip(item.Need("type").Text, "FWPM_NET_EVENT_TYPE_"),
            Direction = WellKnownNames.Strip(payload?.TextOf("msFwpDirection") ?? string.Empty, "MS_FWP_DIRECTION_"),
            Protocol = (byte?)Number(header.Find("ipProtocol"), byte.MaxValue),
            LocalAddress = Address(header, "localAddr"),
            LocalPort = (ushort?)Number(header.Find("localPort"), ushort.MaxValue),
            RemoteAddress = Address(header, "remoteAddr"),
            RemotePort = (ushort?)Number(header.Find("remotePort"), ushort.MaxValue),
            App = App(header.Find("appId")),
            User = header.TextOf("userId"),
            FilterId = Number(payload?.Find("filterId"), ulong.MaxValue),
            LayerId = (ushort?)Number(payload?.Find("layerId"), ushort.MaxValue),
            IsLoopback = payload?.TextOf("isLoopback") == "true",
            FilterOrigin = inside?.TextOf("filterOrigin") ?? string.Empty,
            Terminating = [.. (inside?.Find("terminatingFiltersInfo")?.Children ?? []).Select(ReadTermination)],
            Line = item.Line,
        };
    }

    // The payload is named after the type: classifyDrop, classifyAllow, capabilityDrop and so on.
    private static XmlItem? Payload(XmlItem item)
    {
        foreach (XmlItem child in item.Children)
        {
            if (child.Children.Count > 0 && child.Name is not ("header" or "internalFields"))
            {
                return child;
            }
        }

        return null;
    }

    private static NetEventTermination ReadTermination(XmlItem item) =>
        new(Number(item.Need("filterId"), ulong.MaxValue) ?? 0, item.TextOf("subLayer"), item.TextOf("actionType"));

    private static string App(XmlItem? item) => item?.Find("data") is null ? string.Empty : XmlValues.Blob(item).ToString();

    private static string Address(XmlItem header, string name)
    {
        XmlItem? item = header.Find(name + "V4") ?? header.Find(name + "V6");
        if (item is null || item.Text.Length == 0)
        {
            return string.Empty;
        }

        AddressFamily family = item.Name.EndsWith('4') ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        return IPAddress.TryParse(item.Text, out IPAddress? address) && address.AddressFamily == family
            ? address.ToString()
            : throw item.Error("not an address");
    }

    private static ulong? Number(XmlItem? item, ulong max)
    {
        if (item is null || item.Text.Length == 0)
        {
            return null;
        }

        return ulong.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number <= max
            ? number
            : throw item.Error($"a number of 0 to {max} is expected");
    }
}
