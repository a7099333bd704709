using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>
/// Reads questions: one JSON object with <c>id, direction, stage, protocol, localAddress, localPort, remoteAddress, remotePort, icmpType,
/// icmpCode, app, user, groups[], package, capabilities[], packageFamily, profile, originalProfile, flags, packetDirection, systemPort,
/// interface{luid,index,subIndex,type,tunnelType,quarantineEpoch}, fields{}</c>. Only direction and remoteAddress are needed; what is
/// absent leaves its field empty, but an unpackaged process has the package <c>S-1-0-0</c> and the system port is 0.
/// </summary>
public static class FlowQuestionReader
{
    private static readonly string[] Known =
    [
        "id", "direction", "stage", "protocol", "localAddress", "localPort", "remoteAddress", "remotePort", "icmpType", "icmpCode", "app", "user",
        "groups", "package", "capabilities", "packageFamily", "profile", "originalProfile", "flags", "packetDirection", "systemPort", "interface",
        "fields",
    ];

    private static readonly (string Name, uint Bit)[] FlagNames =
    [
        ("loopback", 0x1), ("ipsecSecured", 0x2), ("reauthorize", 0x4), ("wildcardBind", 0x8), ("rawEndpoint", 0x10), ("authFw", 0x10000),
        ("appContainerLoopback", 0x400000), ("nonAppContainerLoopback", 0x800000), ("reserved", 0x1000000),
    ];

    /// <summary>Reads one question. Never throws on input.</summary>
    /// <param name="utf8">The JSON object.</param>
    /// <param name="line">The line of the batch, for errors.</param>
    /// <param name="question">The question; null on error.</param>
    /// <param name="error">The error; null on success.</param>
    /// <returns>True on success.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, int line, [NotNullWhen(true)] out FlowQuestion? question, [NotNullWhen(false)] out PolicyError? error)
    {
        question = null;
        error = null;
        try
        {
            question = Read(PolicyNode.Parse(utf8));
            return true;
        }
        catch (PolicyException exception)
        {
            error = exception.Error with { Line = exception.Error.Line + line - 1 };
            return false;
        }
    }

    private static FlowQuestion Read(PolicyNode node)
    {
        PolicyFile.Require(node, JsonTokenType.StartObject, "an object");
        PolicyFile.AllowOnly(node, Known);
        Dictionary<string, FwpValue> values = new(StringComparer.OrdinalIgnoreCase)
        {
            ["ALE_SIO_FIREWALL_SYSTEM_PORT"] = FwpValue.UInt32(0),
        };
        PolicyNode remoteNode = PolicyFile.MemberOf(node, "remoteAddress");
        IpAddress remote = AddressOf(remoteNode);
        bool outbound = DirectionOf(PolicyFile.MemberOf(node, "direction"));
        Addresses(node, remote, values);
        Ports(node, values);
        Identity(node, values);
        Profiles(node, values);
        bool packetOut = node.Find("packetDirection") is { } packet ? DirectionOf(packet) : outbound;
        Interface(node.Find("interface"), packetOut, values);
        if (node.Find("flags") is { } flags)
        {
            values["FLAGS"] = FwpValue.UInt32(FlagsOf(flags));
        }

        bool transport = StageOf(node.Find("stage"));
        FlowQuestion question = new()
        {
            Id = node.Find("id") is { } id ? IdOf(id) : "null",
            IsOutbound = outbound,
            IsTransportStage = transport,
            IsV6 = remote.IsV6,
            Values = values,
        };
        Fields(node.Find("fields"), question, values);
        return question;
    }

    private static void Addresses(PolicyNode node, IpAddress remote, Dictionary<string, FwpValue> values)
    {
        values["IP_REMOTE_ADDRESS"] = FwpValue.Address(remote);
        values["IP_DESTINATION_ADDRESS_TYPE"] = FwpValue.UInt8(TypeOf(remote));
        if (node.Find("localAddress") is { } local)
        {
            IpAddress address = AddressOf(local);
            if (address.Family != remote.Family)
            {
                throw local.Error("local and remote address are of different families");
            }

            values["IP_LOCAL_ADDRESS"] = FwpValue.Address(address);
            values["IP_LOCAL_ADDRESS_TYPE"] = FwpValue.UInt8(TypeOf(address));
        }
    }

    private static void Ports(PolicyNode node, Dictionary<string, FwpValue> values)
    {
        byte? protocol = null;
        if (node.Find("protocol") is { } protocolNode)
        {
            protocol = ProtocolOf(protocolNode);
            values["IP_PROTOCOL"] = FwpValue.UInt8(protocol.Value);
        }

        Port(node.Find("localPort"), "IP_LOCAL_PORT", values);
        Port(node.Find("remotePort"), "IP_REMOTE_PORT", values);
        Port(node.Find("icmpType"), "IP_LOCAL_PORT", values);
        Port(node.Find("icmpCode"), "IP_REMOTE_PORT", values);
        if (protocol is 1 or 58 && node.Find("icmpType") is { } type)
        {
            values["ORIGINAL_ICMP_TYPE"] = FwpValue.UInt16((ushort)NumberOf(type, ushort.MaxValue));
        }

        if (node.Find("systemPort") is { } systemPort)
        {
            values["ALE_SIO_FIREWALL_SYSTEM_PORT"] = FwpValue.UInt32((uint)NumberOf(systemPort, uint.MaxValue));
        }
    }

    private static void Port(PolicyNode? node, string field, Dictionary<string, FwpValue> values)
    {
        if (node is not null)
        {
            values[field] = FwpValue.UInt16((ushort)NumberOf(node, ushort.MaxValue));
        }
    }

    private static void Identity(PolicyNode node, Dictionary<string, FwpValue> values)
    {
        if (node.Find("app") is { } app)
        {
            values["ALE_APP_ID"] = FwpValue.Of(FwpBlob.AppId(app.Text));
            values["ALE_ORIGINAL_APP_ID"] = values["ALE_APP_ID"];
        }

        Sid? package = node.Find("package") is { } packageNode ? SidOf(packageNode) : null;
        values["ALE_PACKAGE_ID"] = FwpValue.Of(package ?? WellKnownSids.Null);
        PolicyNode? user = node.Find("user");
        PolicyNode? family = node.Find("packageFamily");
        SimToken token = new(user is null ? WellKnownSids.Null : SidOf(user))
        {
            Groups = [new TokenGroup(WellKnownSids.World), .. SidsOf(node.Find("groups")).Select(static g => new TokenGroup(g))],
            Package = package,
            Capabilities = SidsOf(node.Find("capabilities")),
            Attributes = family is null
                ? new Dictionary<string, IReadOnlyList<string>>()
                : new Dictionary<string, IReadOnlyList<string>> { ["WIN://SYSAPPID"] = [family.Text] },
        };
        if (user is not null)
        {
            values["ALE_USER_ID"] = FwpValue.Of(token);
        }

        if (family is not null)
        {
            values["ALE_PACKAGE_FAMILY_NAME"] = FwpValue.Of(token);
        }
    }

    private static void Profiles(PolicyNode node, Dictionary<string, FwpValue> values)
    {
        PolicyNode? profile = node.Find("profile");
        if (profile is not null)
        {
            values["CURRENT_PROFILE_ID"] = FwpValue.UInt32(ProfileOf(profile));
        }

        if ((node.Find("originalProfile") ?? profile) is { } original)
        {
            values["ORIGINAL_PROFILE_ID"] = FwpValue.UInt32(ProfileOf(original));
        }
    }

    // The first packet of a connection has arrival fields when it comes in and next-hop fields when it goes out.
    private static void Interface(PolicyNode? node, bool packetOut, Dictionary<string, FwpValue> values)
    {
        if (node is null)
        {
            return;
        }

        PolicyFile.Require(node, JsonTokenType.StartObject, "an object");
        PolicyFile.AllowOnly(node, "luid", "index", "subIndex", "type", "tunnelType", "quarantineEpoch");
        string way = packetOut ? "NEXTHOP" : "ARRIVAL";
        if (node.Find("luid") is { } luid)
        {
            values["IP_LOCAL_INTERFACE"] = FwpValue.UInt64(NumberOf(luid, ulong.MaxValue));
            values[$"IP_{way}_INTERFACE"] = values["IP_LOCAL_INTERFACE"];
        }

        Number(node, "index", ["INTERFACE_INDEX", way + "_INTERFACE_INDEX"], values);
        Number(node, "subIndex", ["SUB_INTERFACE_INDEX", way + "_SUB_INTERFACE_INDEX"], values);
        Number(node, "type", ["INTERFACE_TYPE", way + "_INTERFACE_TYPE"], values);
        Number(node, "tunnelType", ["TUNNEL_TYPE", way + "_TUNNEL_TYPE"], values);
        if (node.Find("quarantineEpoch") is { } epoch)
        {
            values["INTERFACE_QUARANTINE_EPOCH"] = FwpValue.UInt64(NumberOf(epoch, ulong.MaxValue));
        }
    }

    private static void Number(PolicyNode node, string name, ReadOnlySpan<string> fields, Dictionary<string, FwpValue> values)
    {
        if (node.Find(name) is { } member)
        {
            foreach (string field in fields)
            {
                values[field] = FwpValue.UInt32((uint)NumberOf(member, uint.MaxValue));
            }
        }
    }

    private static void Fields(PolicyNode? node, FlowQuestion question, Dictionary<string, FwpValue> values)
    {
        if (node is null)
        {
            return;
        }

        LayerSchema layer = LayerCatalog.Current.Find(question.LayerName)!;
        foreach (KeyValuePair<string, PolicyNode> member in node.Members)
        {
            string name = WellKnownNames.Strip(member.Key, "FWPM_CONDITION_");
            if (member.Value.Type == JsonTokenType.Null)
            {
                values.Remove(name);
                continue;
            }

            FieldSchema field = layer.FindField(name) ?? throw member.Value.Error($"the layer {layer.Name} has no field \"{name}\"");
            values[field.Name] = field.DataType.IsToken() && Sid.TryParse(member.Value.Text, out Sid? sid)
                ? FwpValue.Of(SimToken.ForUser(sid))
                : FwpValueParser.TryParse(field, member.Value.Text, out FwpValue value) ? value : throw member.Value.Error(FwpValueParser.Expected(field) + " is expected");
        }
    }

    private static byte TypeOf(IpAddress address)
    {
        if (address.IsUnspecified)
        {
            return 0;
        }

        bool broadcast = address.IsV4 && address.V4Value == uint.MaxValue;
        return broadcast ? (byte)4 : address.IsMulticast ? (byte)3 : (byte)1;
    }

    private static IpAddress AddressOf(PolicyNode node) =>
        IpAddress.TryParse(node.Text, out IpAddress address) ? address : throw node.Error("an address is expected");

    private static bool DirectionOf(PolicyNode node) => node.Text.ToUpperInvariant() switch
    {
        "OUT" or "OUTBOUND" => true,
        "IN" or "INBOUND" => false,
        _ => throw node.Error("\"in\" or \"out\" is expected"),
    };

    private static bool StageOf(PolicyNode? node) => node?.Text.ToUpperInvariant() switch
    {
        null or "ALE" => false,
        "TRANSPORT" => true,
        _ => throw node!.Error("\"ale\" or \"transport\" is expected"),
    };

    private static byte ProtocolOf(PolicyNode node) => node.Text.ToUpperInvariant() switch
    {
        "ICMP" => 1,
        "TCP" => 6,
        "UDP" => 17,
        "ICMPV6" => 58,
        _ => (byte)NumberOf(node, byte.MaxValue),
    };

    private static uint ProfileOf(PolicyNode node) => node.Text.ToUpperInvariant() switch
    {
        "NONE" => 0,
        "PUBLIC" => 1,
        "PRIVATE" => 2,
        "DOMAIN" => 3,
        _ => (uint)NumberOf(node, uint.MaxValue),
    };

    private static ulong NumberOf(PolicyNode node, ulong max)
    {
        bool isHex = node.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool valid = isHex
            ? ulong.TryParse(node.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number)
            : ulong.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return valid && number <= max ? number : throw node.Error($"a number of 0 to {max} is expected");
    }

    private static uint FlagsOf(PolicyNode node)
    {
        if (node.Type is JsonTokenType.Number)
        {
            return (uint)NumberOf(node, uint.MaxValue);
        }

        uint flags = 0;
        IEnumerable<PolicyNode> names = node.Type == JsonTokenType.StartArray ? node.Items : [node];
        foreach (PolicyNode name in names)
        {
            foreach (string part in name.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                flags |= FlagOf(name, part);
            }
        }

        return flags;
    }

    private static uint FlagOf(PolicyNode node, string text)
    {
        foreach ((string name, uint bit) in FlagNames)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
            {
                return bit;
            }
        }

        return text.Length > 0 && char.IsAsciiDigit(text[0])
            ? (uint)NumberOf(node, uint.MaxValue)
            : throw node.Error($"unknown flag \"{text}\"; known are {string.Join(", ", FlagNames.Select(static f => f.Name))}");
    }

    private static Sid SidOf(PolicyNode node) => Sid.TryParse(node.Text, out Sid? sid) ? sid : throw node.Error("a SID (S-1-...) is expected");

    private static List<Sid> SidsOf(PolicyNode? node)
    {
        List<Sid> sids = [];
        if (node is not null)
        {
            PolicyFile.Require(node, JsonTokenType.StartArray, "an array");
            foreach (PolicyNode item in node.Items)
            {
                sids.Add(SidOf(item));
            }
        }

        return sids;
    }

    private static string IdOf(PolicyNode node) => node.Type switch
    {
        JsonTokenType.String => JsonSerializer.Serialize(node.Text),
        JsonTokenType.Number => node.Text,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw node.Error("a string or a number is expected"),
    };
}
