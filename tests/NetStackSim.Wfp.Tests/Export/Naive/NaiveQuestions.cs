using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>Random questions around the conditions of a machine's filters: what a filter asks for, one less, one more, or nothing.</summary>
internal sealed class NaiveQuestions(NaiveMachine machine, RandomStream random)
{
    private static readonly string[] Layers =
    [
        "FWPM_LAYER_ALE_AUTH_CONNECT_V4", "FWPM_LAYER_ALE_AUTH_CONNECT_V6", "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4", "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6",
        "FWPM_LAYER_INBOUND_TRANSPORT_V4", "FWPM_LAYER_INBOUND_TRANSPORT_V6", "FWPM_LAYER_OUTBOUND_TRANSPORT_V4", "FWPM_LAYER_OUTBOUND_TRANSPORT_V6",
    ];

    private static readonly string[] Flags = ["loopback", "ipsecSecured", "reauthorize", "rawEndpoint", "authFw", "appContainerLoopback", "nonAppContainerLoopback", "reserved"];

    private readonly NaiveFilter[] _filters = [.. machine.Filters.Where(static f => Layers.Contains(f.Layer))];

    internal string Next(int id)
    {
        NaiveFilter filter = _filters[random.Next(_filters.Length)];
        Dictionary<string, object?> question = Start(random.Chance(0.9) ? filter.Layer : Layers[random.Next(Layers.Length)]);
        question["id"] = id;
        Fit(question, filter);
        if (random.Chance(0.3))
        {
            Fit(question, _filters[random.Next(_filters.Length)]);
        }

        string[] optional = [.. question.Keys.Where(static k => k is not ("id" or "direction" or "remoteAddress"))];
        if (random.Chance(0.4))
        {
            question[optional[random.Next(optional.Length)]] = null;
        }

        return JsonSerializer.Serialize(question);
    }

    private Dictionary<string, object?> Start(string layer)
    {
        bool isV6 = layer.EndsWith("_V6", StringComparison.Ordinal);
        bool isOut = layer.Contains("CONNECT", StringComparison.Ordinal) || layer.Contains("OUTBOUND", StringComparison.Ordinal);
        Dictionary<string, object?> question = new()
        {
            ["direction"] = isOut ? "out" : "in",
            ["stage"] = layer.Contains("TRANSPORT", StringComparison.Ordinal) ? "transport" : random.Chance(0.5) ? "ale" : null,
            ["remoteAddress"] = isV6 ? "fe80::" + random.Next(1, 9) : $"10.0.{random.Next(3)}.{random.Next(1, 255)}",
            ["protocol"] = random.Chance(0.5) ? 6 : random.Chance(0.6) ? 17 : random.Chance(0.5) ? 1 : 58,
            ["localPort"] = random.Next(65536),
            ["remotePort"] = random.Chance(0.3) ? null : random.Next(65536),
            ["profile"] = random.Chance(0.5) ? random.Next(4) : new[] { "public", "private", "domain" }[random.Next(3)],
            ["flags"] = random.Chance(0.7) ? 0 : random.Chance(0.5) ? Flags[..random.Next(3)] : 1 << random.Next(25),
        };
        if (random.Chance(0.7))
        {
            question["originalProfile"] = question["profile"];
        }

        if (random.Chance(0.4))
        {
            question["localAddress"] = isV6 ? "ff02::1" : random.Chance(0.3) ? "224.0.0.252" : random.Chance(0.3) ? "255.255.255.255" : "10.0.0.5";
        }

        if (random.Chance(0.3))
        {
            question["user"] = "S-1-5-19";
        }

        return question;
    }

    private void Fit(Dictionary<string, object?> question, NaiveFilter filter)
    {
        foreach (IGrouping<string, NaiveCondition> field in filter.Conditions.GroupBy(static c => c.Field))
        {
            NaiveCondition condition = field.ElementAt(random.Next(field.Count()));
            Fit(question, condition);
        }
    }

    private void Fit(Dictionary<string, object?> question, NaiveCondition condition)
    {
        switch (condition.Field)
        {
            case "IP_PROTOCOL":
                question["protocol"] = (int)condition.Low;
                break;
            case "IP_LOCAL_PORT":
                question[question["protocol"] is 1 or 58 ? "icmpType" : "localPort"] = (int)Near(condition, ushort.MaxValue);
                break;
            case "IP_REMOTE_PORT":
                question[question["protocol"] is 1 or 58 ? "icmpCode" : "remotePort"] = (int)Near(condition, ushort.MaxValue);
                break;
            case "ORIGINAL_ICMP_TYPE":
                question["icmpType"] = (int)condition.Low;
                break;
            case "IP_REMOTE_ADDRESS" or "IP_LOCAL_ADDRESS":
                question[condition.Field == "IP_LOCAL_ADDRESS" ? "localAddress" : "remoteAddress"] = Address(question, condition);
                break;
            case "CURRENT_PROFILE_ID" or "ORIGINAL_PROFILE_ID":
                question[condition.Field == "CURRENT_PROFILE_ID" ? "profile" : "originalProfile"] = (int)condition.Low;
                break;
            case "FLAGS":
                question["flags"] = condition.Match == "FLAGS_NONE_SET" ? 0 : (int)condition.Low | (random.Chance(0.2) ? 1 << random.Next(25) : 0);
                break;
            case "ALE_SIO_FIREWALL_SYSTEM_PORT":
                question["systemPort"] = (int)condition.Low;
                break;
            case "ALE_APP_ID" when TextOf(condition.Text!) is { } app:
                question["app"] = random.Chance(0.1) ? app.ToUpperInvariant() : app;
                break;
            case "ALE_PACKAGE_ID":
                question["package"] = condition.Text == "S-1-0-0" ? null : condition.Text;
                break;
            case "ALE_USER_ID" or "ALE_PACKAGE_FAMILY_NAME" when condition.Descriptor!.Entries.Count > 0:
                Identify(question, condition.Descriptor);
                break;
            default:
                FitInterface(question, condition);
                break;
        }
    }

    private void FitInterface(Dictionary<string, object?> question, NaiveCondition condition)
    {
        string? member = condition.Field switch
        {
            "IP_LOCAL_INTERFACE" or "IP_ARRIVAL_INTERFACE" or "IP_NEXTHOP_INTERFACE" => "luid",
            "ARRIVAL_INTERFACE_TYPE" or "NEXTHOP_INTERFACE_TYPE" or "INTERFACE_TYPE" => "type",
            "ARRIVAL_TUNNEL_TYPE" or "NEXTHOP_TUNNEL_TYPE" or "TUNNEL_TYPE" => "tunnelType",
            "INTERFACE_QUARANTINE_EPOCH" => "quarantineEpoch",
            "INTERFACE_INDEX" or "NEXTHOP_INTERFACE_INDEX" or "ARRIVAL_INTERFACE_INDEX" => "index",
            _ => null,
        };
        if (member is null)
        {
            return;
        }

        if (question.GetValueOrDefault("interface") is not Dictionary<string, object?> adapter)
        {
            question["interface"] = adapter = [];
        }

        adapter[member] = member != "luid" ? (ulong)condition.Low
            : random.Chance(0.5) ? condition.Low.ToString(CultureInfo.InvariantCulture) : "0x" + condition.Low.ToString("x", CultureInfo.InvariantCulture);
        if (random.Chance(0.3))
        {
            bool arrival = condition.Field.Contains("ARRIVAL", StringComparison.Ordinal);
            question["packetDirection"] = arrival ? "in" : "out";
        }
    }

    private void Identify(Dictionary<string, object?> question, NaiveDescriptor descriptor)
    {
        string[] capabilities = [.. descriptor.Entries.Select(static e => e.Sid).Where(static s => s.StartsWith("S-1-15-3-", StringComparison.Ordinal))];
        string[] users = [.. descriptor.Entries.Select(static e => e.Sid).Where(static s => !s.StartsWith("S-1-15-", StringComparison.Ordinal) && s != "S-1-1-0")];
        string user = users.Length == 0 ? "S-1-5-21-1-2-3-1001" : users[random.Next(users.Length)];
        bool asGroup = random.Chance(0.3);
        question["user"] = asGroup ? "S-1-5-18" : user;
        question["groups"] = asGroup ? new[] { user } : [];
        if (random.Chance(0.6))
        {
            question["package"] = "S-1-15-2-" + random.Next(5);
            question["capabilities"] = capabilities.Where(_ => random.Chance(0.4)).ToArray();
        }

        if (descriptor.Entries.FirstOrDefault(static e => e.Family is not null).Family is { } family)
        {
            question["packageFamily"] = random.Chance(0.9) ? family : family + "x";
        }
    }

    private string Address(Dictionary<string, object?> question, NaiveCondition condition)
    {
        bool isV6 = question["remoteAddress"]!.ToString()!.Contains(':', StringComparison.Ordinal);
        UInt128 address = Near(condition, isV6 ? UInt128.MaxValue : uint.MaxValue);
        byte[] bytes = new byte[isV6 ? 16 : 4];
        for (int i = bytes.Length - 1; i >= 0; i--, address >>= 8)
        {
            bytes[i] = (byte)address;
        }

        return new IPAddress(bytes).ToString();
    }

    private UInt128 Near(NaiveCondition condition, UInt128 max)
    {
        UInt128 end = random.Chance(0.5) ? condition.Low : condition.High;
        return random.Next(5) switch
        {
            0 when end > 0 => UInt128.Min(end - 1, max),
            1 when end < max => end + 1,
            _ => UInt128.Min(end, max),
        };
    }

    private static string? TextOf(string hex)
    {
        string text = Encoding.Unicode.GetString(Convert.FromHexString(hex)).TrimEnd('\0');
        return text.AsSpan().ContainsAnyInRange('\u007F', '\uFFFF') ? null : text;
    }
}
