using System.Globalization;
using System.Text.Json;

namespace NetStackSim.Wfp;

/// <summary>What a policy says about a question.</summary>
/// <param name="Id">The asker's id, as JSON text.</param>
/// <param name="Layer">The layer's symbol.</param>
/// <param name="Decision">permit, block, or undecidable.</param>
/// <param name="IsDefault">True when no filter terminated.</param>
/// <param name="Filter">The filter whose action became final; null for the default.</param>
/// <param name="SubLayer">Its sublayer's symbol; empty for the default.</param>
/// <param name="IsHard">True when the decision could not be overridden.</param>
/// <param name="Terminating">The terminating filter of each sublayer, heaviest first.</param>
/// <param name="IsTieSensitive">True when filters of equal weight in another order would decide otherwise.</param>
/// <param name="Reason">In words.</param>
public sealed record FlowAnswer(
    string Id,
    string Layer,
    string Decision,
    bool IsDefault,
    Filter? Filter,
    string SubLayer,
    bool IsHard,
    IReadOnlyList<TerminatingFilter> Terminating,
    bool IsTieSensitive,
    string Reason)
{
    /// <summary>How the export names sublayers.</summary>
    internal Func<Guid, string> SubLayerSymbol { get; init; } = WellKnownNames.SubLayer;

    /// <summary>Writes the answer as one JSON object.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WritePropertyName("id");
        writer.WriteRawValue(Id);
        writer.WriteString("layer", Layer);
        writer.WriteString("decision", Decision);
        writer.WriteBoolean("default", IsDefault);
        if (Filter is null)
        {
            writer.WriteNull("filterId");
            writer.WriteNull("filterKey");
            writer.WriteNull("filterName");
            writer.WriteNull("subLayer");
        }
        else
        {
            writer.WriteNumber("filterId", Filter.Id);
            writer.WriteString("filterKey", FwpText.Key(Filter.Key));
            writer.WriteString("filterName", Filter.Name);
            writer.WriteString("subLayer", SubLayer);
        }

        writer.WriteBoolean("hard", IsHard);
        writer.WriteStartArray("terminating");
        foreach (TerminatingFilter item in Terminating)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("tieSensitive", IsTieSensitive);
        writer.WriteString("reason", Reason);
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, in TerminatingFilter item)
    {
        writer.WriteStartObject();
        writer.WriteString("subLayer", SubLayerSymbol(item.Filter.SubLayer.Key));
        writer.WriteNumber("subLayerWeight", item.Filter.SubLayerWeight);
        writer.WriteNumber("filterId", item.Filter.Id);
        writer.WriteString("action", item.Action == FilterActionType.Block ? "block" : "permit");
        writer.WriteString("effect", item.Effect.ToString().ToLowerInvariant());
        writer.WriteString("effectiveWeight", "0x" + item.Filter.Weight.ToString("x", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }
}
