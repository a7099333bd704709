using System.Text.Json;
using NetStackSim.Cli.Live;
using NetStackSim.Transport;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes what filters and the stack dropped.</summary>
internal static class DropsText
{
    /// <summary>Writes tables: the newest blocks, each explained, and the counters.</summary>
    public static void Write(ToolConsole console, LiveDrops drops)
    {
        if (drops.Blocks.Count > 0)
        {
            Table table = WfpText.Table("Time", "Packet", "Layer", "Filter", "Sublayer", "Provider", "Why");
            foreach (DropExplanation drop in drops.Blocks)
            {
                table.AddRow(
                    Times.Format(drop.TimeNs),
                    drop.CorrelationId == 0 ? string.Empty : WfpText.Cell(drop.CorrelationId),
                    WfpText.Cell(drop.Layer),
                    WfpText.Cell($"{drop.FilterId} \"{drop.FilterName}\""),
                    WfpText.Cell(drop.SubLayer),
                    WfpText.Cell(drop.Provider),
                    WfpText.Cell(drop.Condition + (drop.IsVeto ? " (veto)" : string.Empty)));
            }

            console.RichOut().Write(table);
        }

        if (drops.Counts.Count > 0)
        {
            Table table = WfpText.Table("Layer", "Family", "Reason", "Filter", "Drops");
            foreach (DiscardCount count in drops.Counts)
            {
                table.AddRow(
                    WfpText.Cell(count.Layer.ToString()),
                    count.Family.ToString(),
                    WfpText.Cell(count.Reason.ToString()),
                    count.FilterId == 0 ? string.Empty : WfpText.Cell(count.FilterId),
                    WfpText.Cell(count.Count));
            }

            console.RichOut().Write(table);
        }

        console.Out.WriteLine($"{drops.Host}: {Counted.Of(drops.Total, "block")} by filters, {Counted.Of(drops.Counts.Sum(static c => c.Count), "drop")} in all.");
    }

    /// <summary>Writes the members of the document.</summary>
    public static void WriteJson(Utf8JsonWriter json, LiveDrops drops)
    {
        json.WriteNumber("blocks", drops.Total);
        json.WriteStartArray("newest");
        foreach (DropExplanation drop in drops.Blocks)
        {
            Write(json, drop);
        }

        json.WriteEndArray();
        json.WriteStartArray("counters");
        foreach (DiscardCount count in drops.Counts)
        {
            json.WriteStartObject();
            json.WriteString("layer", count.Layer.ToString());
            json.WriteString("family", count.Family.ToString());
            json.WriteNumber("module", count.Reason.Module);
            json.WriteNumber("reason", count.Reason.Code);
            json.WriteString("reasonName", count.Reason.ToString());
            json.WriteNumber("filterId", count.FilterId);
            json.WriteNumber("count", count.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DropExplanation drop)
    {
        json.WriteStartObject();
        json.WriteNumber("time_ns", drop.TimeNs);
        json.WriteNumber("packet", drop.CorrelationId);
        json.WriteString("layer", drop.Layer);
        json.WriteNumber("filterId", drop.FilterId);
        json.WriteString("filterName", drop.FilterName);
        json.WriteString("subLayer", drop.SubLayer);
        json.WriteString("provider", drop.Provider);
        json.WriteString("condition", drop.Condition);
        json.WriteBoolean("veto", drop.IsVeto);
        json.WriteStartObject("values");
        foreach (KeyValuePair<string, string> value in drop.Values)
        {
            json.WriteString(value.Key, value.Value);
        }

        json.WriteEndObject();
        json.WriteStartArray("subLayers");
        foreach (DropOpinion opinion in drop.Opinions)
        {
            json.WriteStartObject();
            json.WriteString("subLayer", opinion.SubLayer);
            json.WriteNumber("filterId", opinion.FilterId);
            json.WriteString("action", WfpText.Action(opinion.Action));
            json.WriteString("effect", opinion.Effect.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
