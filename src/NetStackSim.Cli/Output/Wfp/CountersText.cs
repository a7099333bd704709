using System.Text.Json;
using NetStackSim.Cli.Live;
using NetStackSim.Transport;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes the counters of a filter engine.</summary>
internal static class CountersText
{
    /// <summary>Writes tables.</summary>
    public static void Write(ToolConsole console, LiveCounters counters)
    {
        IAnsiConsole rich = console.RichOut();
        Table layers = WfpText.Table("Id", "Layer", "Permits", "Blocks", "Vetoes", "Flows");
        foreach (LayerStatistics layer in counters.Statistics.Layers.Where(static l => l.Permits + l.Blocks > 0))
        {
            layers.AddRow(
                WfpText.Cell(layer.LayerId), WfpText.Cell(layer.Layer), WfpText.Cell(layer.Permits), WfpText.Cell(layer.Blocks), WfpText.Cell(layer.Vetoes), WfpText.Cell(layer.CacheEntries));
        }

        rich.Write(layers);
        Table connections = WfpText.Table("Connections", "Allowed", "Blocked", "Active");
        foreach ((string name, ConnectionStatistics row) in Connections(counters.Statistics))
        {
            connections.AddRow(name, WfpText.Cell(row.Allowed), WfpText.Cell(row.Blocked), WfpText.Cell(row.Active));
        }

        rich.Write(connections);
        ReauthorizationStatistics again = counters.Statistics.Reauthorizations;
        string reasons = string.Join(", ", again.Reasons.Where(static r => r.Value > 0).Select(static r => $"{r.Key} {r.Value}"));
        console.Out.WriteLine($"{counters.Host}: {Counted.Of(again.Total, "flow")} authorised anew{(reasons.Length == 0 ? string.Empty : " (" + reasons + ")")}, {Counted.Of(counters.NetEvents, "net event")}.");
    }

    /// <summary>Writes the members of the document.</summary>
    public static void WriteJson(Utf8JsonWriter json, LiveCounters counters)
    {
        json.WriteStartArray("layers");
        foreach (LayerStatistics layer in counters.Statistics.Layers)
        {
            json.WriteStartObject();
            json.WriteNumber("layerId", layer.LayerId);
            json.WriteString("layer", layer.Layer);
            json.WriteNumber("permits", layer.Permits);
            json.WriteNumber("blocks", layer.Blocks);
            json.WriteNumber("vetoes", layer.Vetoes);
            json.WriteNumber("cacheEntries", layer.CacheEntries);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("connections");
        foreach ((string name, ConnectionStatistics row) in Connections(counters.Statistics))
        {
            json.WriteStartObject(name);
            json.WriteNumber("allowed", row.Allowed);
            json.WriteNumber("blocked", row.Blocked);
            json.WriteNumber("active", row.Active);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteJson(json, counters.Statistics.Reauthorizations);
        json.WriteNumber("netEvents", counters.NetEvents);
    }

    private static void WriteJson(Utf8JsonWriter json, ReauthorizationStatistics again)
    {
        json.WriteStartObject("reauthorizations");
        json.WriteNumber("inbound", again.Inbound);
        json.WriteNumber("outbound", again.Outbound);
        json.WriteNumber("v4", again.V4);
        json.WriteNumber("v6", again.V6);
        json.WriteStartObject("protocols");
        foreach (KeyValuePair<byte, long> protocol in again.Protocols)
        {
            json.WriteNumber(protocol.Key == 0 ? "other" : $"{protocol.Key}", protocol.Value);
        }

        json.WriteEndObject();
        json.WriteStartObject("reasons");
        foreach (KeyValuePair<ReauthorizationReasons, long> reason in again.Reasons)
        {
            json.WriteNumber(reason.Key.ToString(), reason.Value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static (string Name, ConnectionStatistics Row)[] Connections(EngineStatistics statistics) =>
    [
        ("inboundV4", statistics.InboundV4), ("outboundV4", statistics.OutboundV4), ("inboundV6", statistics.InboundV6), ("outboundV6", statistics.OutboundV6),
    ];
}
