using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NetStackSim.Kernel;
using NetStackSim.Packets;

using static NetStackSim.Wfp.FlowQuestionValues;

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

    /// <summary>Reads one question. Never throws on input.</summary>
    /// <param name="utf8">The JSON object.</param>
    /// <param name="line">The line of the batch, for errors.</param>
    /// <param name="question">The question; null on error.</param>
    /// <param name="error">The error; null on success.</param>
    /// <returns>True on success.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, int line, [NotNullWhen(true)] out FlowQuestion? question, [NotNullWhen(false)] out PolicyError? error) =>
        TryRead(utf8, line, LayerCatalog.Current, out question, out error);

    /// <summary>Reads one question about a machine whose layers may have fields that this library does not know. Never throws on input.</summary>
    /// <param name="utf8">The JSON object.</param>
    /// <param name="line">The line of the batch, for errors.</param>
    /// <param name="catalog">The machine's layers, for <c>fields{}</c>; a field that only other builds have is left out.</param>
    /// <param name="question">The question; null on error.</param>
    /// <param name="error">The error; null on success.</param>
    /// <returns>True on success.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> utf8,
        int line,
        LayerCatalog catalog,
        [NotNullWhen(true)] out FlowQuestion? question,
        [NotNullWhen(false)] out PolicyError? error)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        question = null;
        error = null;
        try
        {
            question = Read(PolicyNode.Parse(utf8), catalog);
            return true;
        }
        catch (PolicyException exception)
        {
            error = exception.Error with { Line = exception.Error.Line + line - 1 };
            return false;
        }
    }

    private static FlowQuestion Read(PolicyNode node, LayerCatalog catalog)
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
        Fields(node.Find("fields"), question, catalog, values);
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

        // ICMP's type and code stand where other protocols have their ports.
        Port(node.Find("localPort"), "IP_LOCAL_PORT", values);
        Port(node.Find("remotePort"), "IP_REMOTE_PORT", values);
        bool isIcmp = protocol is 1 or 58;
        if (isIcmp || protocol is null)
        {
            Port(node.Find("icmpType"), "IP_LOCAL_PORT", values);
            Port(node.Find("icmpCode"), "IP_REMOTE_PORT", values);
        }

        if (isIcmp && node.Find("icmpType") is { } type)
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
            Package = package == WellKnownSids.Null ? null : package,
            Capabilities = SidsOf(node.Find("capabilities")),
            Attributes = family is null
                ? new Dictionary<string, IReadOnlyList<string>>()
                : new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase) { ["WIN://SYSAPPID"] = [family.Text] },
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
        if (node.Find("profile") is { } profile)
        {
            values["CURRENT_PROFILE_ID"] = FwpValue.UInt32(ProfileOf(profile));
        }

        if (node.Find("originalProfile") is { } original)
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

    private static void Fields(PolicyNode? node, FlowQuestion question, LayerCatalog catalog, Dictionary<string, FwpValue> values)
    {
        if (node is null)
        {
            return;
        }

        PolicyFile.Require(node, JsonTokenType.StartObject, "an object");
        LayerSchema? here = catalog.Find(question.LayerName);
        LayerSchema elsewhere = LayerCatalog.Current.Find(question.LayerName)!;
        foreach (KeyValuePair<string, PolicyNode> member in node.Members)
        {
            string name = WellKnownNames.Strip(member.Key, "FWPM_CONDITION_");
            FieldSchema field = here?.FindField(name) ?? elsewhere.FindField(name)
                ?? throw member.Value.Error($"the layer {question.LayerName} has no field \"{name}\"");
            if (member.Value.Type == JsonTokenType.Null)
            {
                values.Remove(field.Name);
            }
            else
            {
                values[field.Name] = ValueOf(field, member.Value);
            }
        }
    }

    private static FwpValue ValueOf(FieldSchema field, PolicyNode node) =>
        field.DataType.IsToken() && Sid.TryParse(node.Text, out Sid? sid) ? FwpValue.Of(SimToken.ForUser(sid))
        : FwpValueParser.TryParse(field, node.Text, out FwpValue value) && (value.IsEmpty || value.Type == field.DataType) ? value
        : throw node.Error(FwpValueParser.Expected(field) + " is expected");
}
