using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NetStackSim.Wfp;

/// <summary>Why a layer decides as it does about given values: every sublayer, every filter, the right to override, the decision.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Action">Permit or Block.</param>
/// <param name="IsDefault">True when no filter terminated.</param>
/// <param name="FilterId">The filter whose action became final; 0 for the default.</param>
/// <param name="FilterName">Its name; empty for the default.</param>
/// <param name="SubLayer">Its sublayer; empty for the default.</param>
/// <param name="Condition">Its conditions that matched, in words; empty for the default.</param>
/// <param name="IsHard">True when the decision could not be overridden.</param>
/// <param name="SubLayers">The sublayers that hold filters, heaviest first.</param>
public sealed record Explanation(
    string Layer,
    FilterActionType Action,
    bool IsDefault,
    ulong FilterId,
    string FilterName,
    string SubLayer,
    string Condition,
    bool IsHard,
    IReadOnlyList<SubLayerExplanation> SubLayers)
{
    /// <summary>True when a callout's block overrode a hard permit.</summary>
    public bool IsVeto { get; init; }

    /// <summary>The provider of the filter that decided; null for the default, or when it has none.</summary>
    public Guid? ProviderKey { get; init; }

    /// <summary>The fields that had a value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values { get; init; } = [];

    /// <summary>
    /// Writes the explanation as a JSON object: <c>layer, decision (permit or block), default, hard, veto, filterId, filterName, subLayer, provider,
    /// condition, values{}, subLayers[{key, name, weight, says, hard, effect, filterId, filters[{filterId, filterKey, name, action, effectiveWeight, matched,
    /// reached, terminated, reason, conditions[{field, match, wanted, actual, matched}]}]}]</c>. Ids are numbers, 64-bit weights hexadecimal text, what
    /// does not apply is null.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="withFilters">False leaves the single filters out.</param>
    public void Write(Utf8JsonWriter writer, bool withFilters = true)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ExplanationJson.Write(writer, this, withFilters);
    }

    /// <summary>The explanation in words, one line per sublayer and per filter that was looked at.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Layer}: {Action}{(IsVeto ? " (veto)" : IsHard ? " (final)" : string.Empty)}, ");
        text.AppendLine(IsDefault ? "because no filter decided" : $"decided by filter {FilterId} \"{FilterName}\" in {SubLayer}");
        foreach (SubLayerExplanation subLayer in SubLayers)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {subLayer.Name} (weight {subLayer.Weight}): ");
            text.AppendLine(subLayer.TerminatingFilterId == 0 ? "silent" : $"{subLayer.Action} by {subLayer.TerminatingFilterId}, {subLayer.Effect}");
            foreach (FilterExplanation filter in subLayer.Filters)
            {
                if (filter.Reached)
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"    {(filter.Matched ? '+' : '-')} {filter.FilterId} \"{filter.Name}\" {filter.Action}: {filter.Reason}");
                }
            }
        }

        return text.ToString();
    }
}
