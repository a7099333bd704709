using System.Text.Json;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Reads one condition of a policy file.</summary>
internal static class PolicyConditionReader
{
    /// <summary>Reads a condition and checks it against the layer.</summary>
    /// <exception cref="PolicyException">The condition is wrong.</exception>
    internal static FilterCondition Read(PolicyNode node, LayerSchema layer)
    {
        PolicyFile.Require(node, JsonTokenType.StartObject, "an object");
        PolicyFile.AllowOnly(node, "field", "match", "value");
        PolicyNode fieldNode = PolicyFile.MemberOf(node, "field");
        FieldSchema field = layer.FindField(Alias(WellKnownNames.Strip(fieldNode.Text, "FWPM_CONDITION_")))
            ?? throw fieldNode.Error($"the layer {layer.Name} has no field \"{fieldNode.Text}\"; it has {Names(layer)}");
        FwpMatchType match = node.Find("match") is { } matchNode ? MatchOf(matchNode) : FwpMatchType.Equal;
        PolicyNode valueNode = PolicyFile.MemberOf(node, "value");
        FilterCondition condition = new(field.Key, match, match == FwpMatchType.Range ? Range(valueNode, field) : Single(valueNode, field));
        NtStatus status = ConditionValidator.Check(layer, condition);
        return status.IsSuccess ? condition : throw valueNode.Error(FwpStatusText.Of(status));
    }

    private static FwpValue Single(PolicyNode node, FieldSchema field) =>
        node.Type is JsonTokenType.String or JsonTokenType.Number && FwpValueParser.TryParse(field, node.Text, out FwpValue value)
            ? value
            : throw node.Error(FwpValueParser.Expected(field) + " is expected");

    private static FwpValue Range(PolicyNode node, FieldSchema field)
    {
        if (node.Type == JsonTokenType.StartArray && node.Items.Count == 2)
        {
            return FwpValue.RangeOf(Single(node.Items[0], field), Single(node.Items[1], field));
        }

        int dots = node.Text.IndexOf("..", StringComparison.Ordinal);
        if (dots > 0
            && FwpValueParser.TryParse(field, node.Text[..dots], out FwpValue low)
            && FwpValueParser.TryParse(field, node.Text[(dots + 2)..], out FwpValue high))
        {
            return FwpValue.RangeOf(low, high);
        }

        throw node.Error("a range is expected: [low, high] or \"low..high\"");
    }

    private static FwpMatchType MatchOf(PolicyNode node) =>
        FwpMatchTypes.TryParse(node.Text, out FwpMatchType match)
            ? match
            : throw node.Error($"\"{node.Text}\" is no match type; known are {string.Join(", ", FwpMatchTypes.Names)}");

    // Windows gives these conditions the keys of the port fields.
    private static string Alias(string name) => name.ToUpperInvariant() switch
    {
        "ICMP_TYPE" => "IP_LOCAL_PORT",
        "ICMP_CODE" => "IP_REMOTE_PORT",
        "PROFILE_ID" => "CURRENT_PROFILE_ID",
        _ => name,
    };

    private static string Names(LayerSchema layer)
    {
        List<string> names = [];
        foreach (FieldSchema field in layer.Fields)
        {
            names.Add(field.Name);
        }

        return string.Join(", ", names);
    }
}
