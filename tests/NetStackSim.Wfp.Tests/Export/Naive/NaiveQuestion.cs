using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace NetStackSim.Wfp.Tests;

/// <summary>A question's layer and field values by the words of the specification.</summary>
internal static class NaiveQuestion
{
    private static readonly Dictionary<string, uint> Flags = new()
    {
        ["loopback"] = 1, ["ipsecSecured"] = 2, ["reauthorize"] = 4, ["wildcardBind"] = 8, ["rawEndpoint"] = 0x10, ["authFw"] = 0x10000,
        ["appContainerLoopback"] = 0x400000, ["nonAppContainerLoopback"] = 0x800000, ["reserved"] = 0x1000000,
    };

    private static readonly string[] Profiles = ["none", "public", "private", "domain"];

    internal static string Layer(JsonElement question)
    {
        bool isOut = Text(question, "direction") == "out";
        string name = Text(question, "stage") == "transport" ? (isOut ? "OUTBOUND_TRANSPORT" : "INBOUND_TRANSPORT") : isOut ? "ALE_AUTH_CONNECT" : "ALE_AUTH_RECV_ACCEPT";
        return "FWPM_LAYER_" + name + (Text(question, "remoteAddress")!.Contains(':', StringComparison.Ordinal) ? "_V6" : "_V4");
    }

    internal static Dictionary<string, object> Values(JsonElement question)
    {
        Dictionary<string, object> values = new() { ["ALE_SIO_FIREWALL_SYSTEM_PORT"] = UInt128.Zero };
        Addresses(question, values);
        Transport(question, values);
        Identity(question, values);
        Put(values, "CURRENT_PROFILE_ID", Profile(question, "profile"));
        Put(values, "ORIGINAL_PROFILE_ID", Profile(question, "originalProfile"));
        Put(values, "FLAGS", FlagsOf(question));
        Interface(question, values);
        return values;
    }

    private static void Addresses(JsonElement question, Dictionary<string, object> values)
    {
        foreach ((string member, string field, string type) in new[]
        {
            ("localAddress", "IP_LOCAL_ADDRESS", "IP_LOCAL_ADDRESS_TYPE"), ("remoteAddress", "IP_REMOTE_ADDRESS", "IP_DESTINATION_ADDRESS_TYPE"),
        })
        {
            if (Text(question, member) is { } text)
            {
                UInt128 address = NaiveCondition.Number(text);
                bool isV4 = text.Contains('.', StringComparison.Ordinal);
                bool multicast = isV4 ? address >> 28 == 0xE : address >> 120 == 0xFF;
                values[field] = address;
                values[type] = (UInt128)(address == 0 ? 0 : isV4 && address == uint.MaxValue ? 4 : multicast ? 3 : 1);
            }
        }
    }

    private static void Transport(JsonElement question, Dictionary<string, object> values)
    {
        UInt128? protocol = Number(question, "protocol");
        bool isIcmp = protocol == 1 || protocol == 58;
        bool mayBeIcmp = isIcmp || protocol is null;
        Put(values, "IP_PROTOCOL", protocol);
        Put(values, "IP_LOCAL_PORT", mayBeIcmp ? Number(question, "icmpType") ?? Number(question, "localPort") : Number(question, "localPort"));
        Put(values, "IP_REMOTE_PORT", mayBeIcmp ? Number(question, "icmpCode") ?? Number(question, "remotePort") : Number(question, "remotePort"));
        Put(values, "ORIGINAL_ICMP_TYPE", isIcmp ? Number(question, "icmpType") : null);
        Put(values, "ALE_SIO_FIREWALL_SYSTEM_PORT", Number(question, "systemPort"));
    }

    private static void Identity(JsonElement question, Dictionary<string, object> values)
    {
        if (Text(question, "app") is { } app)
        {
            string path = app == "System" ? app : app.ToLowerInvariant();
            values["ALE_APP_ID"] = Convert.ToHexStringLower(Encoding.Unicode.GetBytes(path + "\0"));
        }

        string? package = Text(question, "package");
        values["ALE_PACKAGE_ID"] = package ?? "S-1-0-0";
        string? user = Text(question, "user");
        string? family = Text(question, "packageFamily");
        HashSet<string> appSide = package is null ? [] : [package, "S-1-15-2-1", .. List(question, "capabilities")];
        NaiveToken token = new([user ?? "S-1-0-0", "S-1-1-0", .. List(question, "groups")], appSide, package, family);
        Put(values, "ALE_USER_ID", user is null ? null : token);
        Put(values, "ALE_PACKAGE_FAMILY_NAME", family is null ? null : token);
    }

    private static void Interface(JsonElement question, Dictionary<string, object> values)
    {
        if (!question.TryGetProperty("interface", out JsonElement adapter) || adapter.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        // wfp.md 0.7: an inbound packet has arrived, an outbound one has a next hop.
        string way = (Text(question, "packetDirection") ?? Text(question, "direction")) == "out" ? "NEXTHOP" : "ARRIVAL";
        foreach ((string member, string local, string there) in new[]
        {
            ("luid", "IP_LOCAL_INTERFACE", $"IP_{way}_INTERFACE"), ("index", "INTERFACE_INDEX", way + "_INTERFACE_INDEX"),
            ("subIndex", "SUB_INTERFACE_INDEX", way + "_SUB_INTERFACE_INDEX"), ("type", "INTERFACE_TYPE", way + "_INTERFACE_TYPE"),
            ("tunnelType", "TUNNEL_TYPE", way + "_TUNNEL_TYPE"), ("quarantineEpoch", "INTERFACE_QUARANTINE_EPOCH", "INTERFACE_QUARANTINE_EPOCH"),
        })
        {
            Put(values, local, Number(adapter, member));
            Put(values, there, Number(adapter, member));
        }
    }

    private static UInt128? FlagsOf(JsonElement question)
    {
        if (!question.TryGetProperty("flags", out JsonElement flags) || flags.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return flags.ValueKind == JsonValueKind.Number ? flags.GetUInt32() : (UInt128)flags.EnumerateArray().Aggregate(0u, static (sum, name) => sum | Flags[name.GetString()!]);
    }

    private static UInt128? Profile(JsonElement question, string name) =>
        Text(question, name) is { } text && Array.IndexOf(Profiles, text) is var index and >= 0 ? (UInt128)index : Number(question, name);

    private static IEnumerable<string> List(JsonElement question, string name) =>
        question.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(static i => i.GetString()!) : [];

    private static string? Text(JsonElement question, string name) =>
        question.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static UInt128? Number(JsonElement question, string name)
    {
        if (!question.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number ? value.GetUInt64()
            : value.GetString() is { } text && text.StartsWith("0x", StringComparison.Ordinal) ? ulong.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : ulong.Parse(value.GetString()!, CultureInfo.InvariantCulture);
    }

    private static void Put(Dictionary<string, object> values, string field, object? value)
    {
        if (value is not null)
        {
            values[field] = value;
        }
    }
}
