using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NetStackSim.Wfp;

/// <summary>The way of a packet or a connection through the layers, what each says, and what becomes of it.</summary>
/// <param name="Summary">The packet or connection in a line.</param>
/// <param name="IsInbound">True for what comes from the network.</param>
/// <param name="Steps">The layers in the order in which they are passed, with the discard layers that are told.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Outcome">The same in words, with the filter or the reason.</param>
public sealed record TrafficExplanation(string Summary, bool IsInbound, IReadOnlyList<LayerStep> Steps, PacketFate Fate, string Outcome)
{
    /// <summary>The step that stopped it; null when no filter did.</summary>
    public LayerStep? Decisive => Fate == PacketFate.Blocked ? Steps.LastOrDefault(static s => s.IsBlock && !s.Layer.EndsWith("_DISCARD", StringComparison.Ordinal)) : null;

    /// <summary>
    /// Writes a JSON object: <c>summary, direction (in or out), fate, outcome, filterId, steps[{layer, note, asked, explanation}]</c>; the schema of an
    /// explanation stands at <see cref="Explanation.Write"/>.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="withFilters">False leaves the single filters out.</param>
    public void Write(Utf8JsonWriter writer, bool withFilters = true)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        WriteMembers(writer, withFilters);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of the object that <see cref="Write"/> writes.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="withFilters">False leaves the single filters out.</param>
    public void WriteMembers(Utf8JsonWriter writer, bool withFilters = true)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("summary", Summary);
        writer.WriteString("direction", IsInbound ? "in" : "out");
        writer.WriteString("fate", Fate.ToString().ToLowerInvariant());
        writer.WriteString("outcome", Outcome);
        if (Decisive is { } decisive)
        {
            writer.WriteNumber("filterId", decisive.Explanation.FilterId);
        }
        else
        {
            writer.WriteNull("filterId");
        }

        writer.WriteStartArray("steps");
        foreach (LayerStep step in Steps)
        {
            writer.WriteStartObject();
            writer.WriteString("layer", step.Layer);
            writer.WriteString("note", step.Note);
            writer.WriteBoolean("asked", step.IsAsked);
            writer.WritePropertyName("explanation");
            step.Explanation.Write(writer, withFilters);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The explanation in words: the way, layer by layer, and the outcome.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{(IsInbound ? "in: " : "out: ")}{Summary}");
        foreach (LayerStep step in Steps)
        {
            if (step.Note.Length > 0)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"({step.Note})");
            }

            if (step.IsAsked)
            {
                text.Append(step.Explanation);
            }
            else
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{step.Layer}: not asked, it holds no filter");
            }
        }

        text.AppendLine(Outcome);
        return text.ToString();
    }
}
