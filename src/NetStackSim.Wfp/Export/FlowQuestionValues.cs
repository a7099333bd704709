using System.Globalization;
using System.Text.Json;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>Values in questions: addresses, numbers, names of flags and profiles, SIDs.</summary>
internal static class FlowQuestionValues
{
    private static readonly (string Name, uint Bit)[] FlagNames =
    [
        ("loopback", 0x1), ("ipsecSecured", 0x2), ("reauthorize", 0x4), ("wildcardBind", 0x8), ("rawEndpoint", 0x10), ("authFw", 0x10000),
        ("appContainerLoopback", 0x400000), ("nonAppContainerLoopback", 0x800000), ("reserved", 0x1000000),
    ];

    /// <summary>The kind of an address: unicast, multicast, broadcast.</summary>
    internal static byte TypeOf(IpAddress address)
    {
        if (address.IsUnspecified)
        {
            return 0;
        }

        bool broadcast = address.IsV4 && address.V4Value == uint.MaxValue;
        return broadcast ? (byte)4 : address.IsMulticast ? (byte)3 : (byte)1;
    }

    /// <summary>An address.</summary>
    internal static IpAddress AddressOf(PolicyNode node) =>
        IpAddress.TryParse(node.Text, out IpAddress address) ? address : throw node.Error("an address is expected");

    /// <summary>True for out.</summary>
    internal static bool DirectionOf(PolicyNode node) => node.Text.ToUpperInvariant() switch
    {
        "OUT" or "OUTBOUND" => true,
        "IN" or "INBOUND" => false,
        _ => throw node.Error("\"in\" or \"out\" is expected"),
    };

    /// <summary>True for the packet layers.</summary>
    internal static bool StageOf(PolicyNode? node) => node?.Text.ToUpperInvariant() switch
    {
        null or "ALE" => false,
        "TRANSPORT" => true,
        _ => throw node!.Error("\"ale\" or \"transport\" is expected"),
    };

    /// <summary>A protocol by name or number.</summary>
    internal static byte ProtocolOf(PolicyNode node) => node.Text.ToUpperInvariant() switch
    {
        "ICMP" => 1,
        "TCP" => 6,
        "UDP" => 17,
        "ICMPV6" => 58,
        _ => (byte)NumberOf(node, byte.MaxValue),
    };

    /// <summary>A profile by name or number.</summary>
    internal static uint ProfileOf(PolicyNode node) => node.Text.ToUpperInvariant() switch
    {
        "NONE" => 0,
        "PUBLIC" => 1,
        "PRIVATE" => 2,
        "DOMAIN" => 3,
        _ => (uint)NumberOf(node, uint.MaxValue),
    };

    /// <summary>A decimal or hexadecimal number, as number or string.</summary>
    internal static ulong NumberOf(PolicyNode node, ulong max)
    {
        bool isHex = node.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool valid = isHex
            ? ulong.TryParse(node.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number)
            : ulong.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return valid && number <= max ? number : throw node.Error($"a number of 0 to {max} is expected");
    }

    /// <summary>Flags as a number, a name, or a list of either.</summary>
    internal static uint FlagsOf(PolicyNode node)
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

    /// <summary>A SID.</summary>
    internal static Sid SidOf(PolicyNode node) => Sid.TryParse(node.Text, out Sid? sid) ? sid : throw node.Error("a SID (S-1-...) is expected");

    /// <summary>A list of SIDs; empty when there is none.</summary>
    internal static List<Sid> SidsOf(PolicyNode? node)
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

    /// <summary>The id as JSON text.</summary>
    internal static string IdOf(PolicyNode node) => node.Type switch
    {
        JsonTokenType.String => JsonSerializer.Serialize(node.Text),
        JsonTokenType.Number => node.Text,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw node.Error("a string or a number is expected"),
    };
}
