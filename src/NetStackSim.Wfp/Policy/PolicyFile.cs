using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// A policy written by hand: <c>{sublayers:[{name,weight}],filters:[{name,layer,sublayer,action,callout?,weight?,conditions:[{field,match,value}]}]}</c>
/// with Windows' names without their prefixes. The schema is <c>docs/wfp-policy.schema.json</c>.
/// </summary>
public sealed class PolicyFile
{
    /// <summary>Files larger than this are refused.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private readonly List<SubLayer> _subLayers = [];
    private readonly List<PolicyFilter> _filters = [];

    private PolicyFile()
    {
    }

    /// <summary>Number of sublayers that the file declares.</summary>
    public int SubLayerCount => _subLayers.Count;

    /// <summary>Number of filters.</summary>
    public int FilterCount => _filters.Count;

    /// <summary>Reads a policy. Never throws on input.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="policy">The policy; null on error.</param>
    /// <param name="error">The first error; null on success.</param>
    /// <returns>True on success.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out PolicyFile? policy, [NotNullWhen(false)] out PolicyError? error)
    {
        policy = null;
        error = null;
        if (utf8.Length > MaxBytes)
        {
            error = new PolicyError(0, "document", $"larger than {MaxBytes} bytes");
            return false;
        }

        try
        {
            policy = Read(PolicyNode.Parse(utf8));
            return true;
        }
        catch (PolicyException exception)
        {
            error = exception.Error;
            return false;
        }
    }

    /// <summary>Adds the policy in one transaction: all of it or nothing.</summary>
    /// <param name="session">A session without a transaction.</param>
    /// <returns>Null on success, else what was refused.</returns>
    public PolicyError? Apply(EngineSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        NtStatus status = session.TransactionBegin();
        if (status.IsError)
        {
            return new PolicyError(0, "document", "the engine is busy: " + status.Name);
        }

        foreach (SubLayer subLayer in _subLayers)
        {
            status = session.SubLayerAdd(subLayer, out _);
            if (status.IsError)
            {
                session.TransactionAbort();
                return new PolicyError(0, "sublayers", $"{subLayer.Name}: {status.Name}");
            }
        }

        foreach (PolicyFilter filter in _filters)
        {
            status = session.FilterAdd(filter.Filter, out _);
            if (status.IsError)
            {
                session.TransactionAbort();
                return new PolicyError(filter.Line, filter.Path, FwpStatusText.Of(status));
            }
        }

        session.TransactionCommit();
        return null;
    }

    private static PolicyFile Read(PolicyNode root)
    {
        Require(root, JsonTokenType.StartObject, "an object");
        AllowOnly(root, "sublayers", "filters", "$schema");
        PolicyFile policy = new();
        Dictionary<string, Guid> subLayers = new(StringComparer.OrdinalIgnoreCase);
        foreach (PolicyNode node in ItemsOf(root, "sublayers"))
        {
            policy.ReadSubLayer(node, subLayers);
        }

        foreach (PolicyNode node in ItemsOf(root, "filters"))
        {
            policy._filters.Add(new PolicyFilter(node.Line, node.Path, ReadFilter(node, subLayers)));
        }

        return policy;
    }

    private void ReadSubLayer(PolicyNode node, Dictionary<string, Guid> known)
    {
        Require(node, JsonTokenType.StartObject, "an object");
        AllowOnly(node, "name", "weight");
        string name = TextOf(node, "name");
        PolicyNode weight = MemberOf(node, "weight");
        if (!ushort.TryParse(weight.Text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number))
        {
            throw weight.Error("a weight of 0 to 65535 is expected");
        }

        // A key that follows from the name: the same file gives the same keys.
        SubLayer subLayer = new() { Key = WellKnownNames.KeyForUnknownSymbol("policy/" + name), Name = name, Weight = number };
        if (!known.TryAdd(name, subLayer.Key))
        {
            throw node.Error($"the sublayer \"{name}\" is declared twice");
        }

        _subLayers.Add(subLayer);
    }

    private static Filter ReadFilter(PolicyNode node, Dictionary<string, Guid> subLayers)
    {
        Require(node, JsonTokenType.StartObject, "an object");
        AllowOnly(node, "name", "layer", "sublayer", "action", "callout", "weight", "conditions");
        PolicyNode layerNode = MemberOf(node, "layer");
        LayerSchema layer = LayerCatalog.Current.Find(layerNode.Text)
            ?? throw layerNode.Error($"no layer \"{layerNode.Text}\"; a name such as ALE_AUTH_CONNECT_V4 is expected");
        List<FilterCondition> conditions = [];
        foreach (PolicyNode condition in ItemsOf(node, "conditions"))
        {
            conditions.Add(PolicyConditionReader.Read(condition, layer));
        }

        FilterActionType action = ActionOf(MemberOf(node, "action"));
        return new Filter
        {
            Name = TextOf(node, "name"),
            LayerKey = layer.Key,
            SubLayerKey = SubLayerOf(node, subLayers),
            Action = action,
            CalloutKey = action.IsCallout() ? CalloutOf(MemberOf(node, "callout")) : Guid.Empty,
            Weight = WeightOf(node.Find("weight")),
            Conditions = conditions,
        };
    }

    private static Guid SubLayerOf(PolicyNode node, Dictionary<string, Guid> declared)
    {
        if (node.Find("sublayer") is not { } member)
        {
            return Guid.Empty;
        }

        if (declared.TryGetValue(member.Text, out Guid key))
        {
            return key;
        }

        return WellKnownNames.TryParseKey("FWPM_SUBLAYER_" + WellKnownNames.Strip(member.Text, "FWPM_SUBLAYER_"), out key)
            ? key
            : throw member.Error($"no sublayer \"{member.Text}\": declare it under \"sublayers\" or name a built-in one such as UNIVERSAL");
    }

    private static FilterActionType ActionOf(PolicyNode node) => WellKnownNames.Strip(node.Text, "FWP_ACTION_").ToUpperInvariant() switch
    {
        "PERMIT" => FilterActionType.Permit,
        "BLOCK" => FilterActionType.Block,
        "CALLOUT_TERMINATING" => FilterActionType.CalloutTerminating,
        "CALLOUT_INSPECTION" => FilterActionType.CalloutInspection,
        "CALLOUT_UNKNOWN" => FilterActionType.CalloutUnknown,
        _ => throw node.Error($"\"{node.Text}\" is no action of a policy file; PERMIT or BLOCK is expected, or CALLOUT_TERMINATING, CALLOUT_INSPECTION, CALLOUT_UNKNOWN with a callout"),
    };

    private static Guid CalloutOf(PolicyNode node) => WellKnownNames.TryParseKey("FWPM_CALLOUT_" + WellKnownNames.Strip(node.Text, "FWPM_CALLOUT_"), out Guid key)
        || Guid.TryParse(node.Text, out key)
        ? key
        : throw node.Error($"no callout \"{node.Text}\": a key or the name of a built-in one such as WFP_TRANSPORT_LAYER_V4_SILENT_DROP is expected");

    private static FwpValue WeightOf(PolicyNode? node)
    {
        if (node is null)
        {
            return FwpValue.Empty;
        }

        bool isHex = node.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool valid = isHex
            ? ulong.TryParse(node.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong weight)
            : ulong.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out weight);
        if (!valid)
        {
            throw node.Error("a weight is a range index of 0 to 15, a larger absolute number, or an absolute \"0x...\"");
        }

        return !isHex && weight <= EffectiveWeight.MaxRange ? FwpValue.UInt8((byte)weight) : FwpValue.UInt64(weight);
    }

    private static IReadOnlyList<PolicyNode> ItemsOf(PolicyNode node, string name)
    {
        if (node.Find(name) is not { } member)
        {
            return [];
        }

        Require(member, JsonTokenType.StartArray, "an array");
        return member.Items;
    }

    internal static PolicyNode MemberOf(PolicyNode node, string name) => node.Find(name) ?? throw node.Error($"\"{name}\" is missing");

    internal static string TextOf(PolicyNode node, string name)
    {
        PolicyNode member = MemberOf(node, name);
        Require(member, JsonTokenType.String, "a string");
        return member.Text.Length > 0 ? member.Text : throw member.Error("an empty name");
    }

    internal static void AllowOnly(PolicyNode node, params ReadOnlySpan<string> names)
    {
        foreach (KeyValuePair<string, PolicyNode> member in node.Members)
        {
            if (!names.Contains(member.Key))
            {
                throw member.Value.Error($"unknown member \"{member.Key}\"; known are {string.Join(", ", names.ToArray())}");
            }
        }
    }

    internal static void Require(PolicyNode node, JsonTokenType type, string what)
    {
        if (node.Type != type)
        {
            throw node.Error(what + " is expected");
        }
    }

    private sealed record PolicyFilter(int Line, string Path, Filter Filter);
}
