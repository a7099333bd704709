using System.Globalization;
using System.Text.Json;
using NetStackSim.Cli.Output;
using NetStackSim.Kernel;
using Spectre.Console;

namespace NetStackSim.Cli.Replay;

/// <summary>Writes what became of the frames of a capture.</summary>
internal static class ReplayReport
{
    /// <summary>Writes a table and the sums.</summary>
    public static void WriteText(ToolConsole console, IReadOnlyList<FrameFate> fates, LeakReport leaks)
    {
        IAnsiConsole rich = console.RichOut();
        Table table = new Table().Border(TableBorder.Simple).AddColumns(
            new TableColumn("No.").RightAligned(), new TableColumn("Time").RightAligned(), new TableColumn("Bytes").RightAligned(),
            new TableColumn("Frame"), new TableColumn("Fate"), new TableColumn("At"), new TableColumn("Why, or first answer"));
        foreach (FrameFate fate in fates)
        {
            table.AddRow(
                fate.Number.ToString(CultureInfo.InvariantCulture),
                Times.Format(fate.TimeNs),
                fate.Length.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(fate.Summary),
                $"[{ColorOf(fate)}]{fate.Fate}[/]",
                Markup.Escape(fate.Place),
                Markup.Escape(Details(fate)));
        }

        rich.Write(table);
        foreach (KeyValuePair<string, long> sum in Sums(fates))
        {
            rich.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"{sum.Value,8:N0}  {Markup.Escape(sum.Key)}"));
        }

        foreach (Leak leak in leaks.Leaks)
        {
            rich.MarkupLine($"[red]leak:[/] {Markup.Escape(leak.ToString())}");
        }
    }

    /// <summary>Writes the members of the JSON document.</summary>
    public static void WriteJson(Utf8JsonWriter json, ReplayPlan plan, ReplaySession session, LeakReport leaks)
    {
        json.WriteNumber("seed", plan.Seed);
        json.WriteHex("digest", session.Digest);
        json.WriteStartObject("summary");
        foreach (KeyValuePair<string, long> sum in Sums(session.Fates))
        {
            json.WriteNumber(sum.Key, sum.Value);
        }

        json.WriteEndObject();
        json.WriteStartArray("frames");
        foreach (FrameFate fate in session.Fates)
        {
            WriteFrame(json, fate);
        }

        json.WriteEndArray();
        json.WriteNumber("leaks", leaks.Total);
    }

    private static void WriteFrame(Utf8JsonWriter json, FrameFate fate)
    {
        json.WriteStartObject();
        json.WriteNumber("number", fate.Number);
        json.WriteNumber("time_ns", fate.TimeNs);
        json.WriteNumber("bytes", fate.Length);
        json.WriteString("frame", fate.Summary);
        json.WriteString("fate", fate.Fate);
        json.WriteString("at", fate.Place);
        if (fate.Reason is { } reason)
        {
            json.WriteString("reason", reason);
        }

        if (fate.FilterId != 0)
        {
            json.WriteNumber("filterId", fate.FilterId);
        }

        if (fate.Block is { } block)
        {
            json.WriteString("filterName", block.FilterName);
            json.WriteString("layer", block.Layer);
            json.WriteString("subLayer", block.SubLayer);
            json.WriteString("provider", block.Provider);
            json.WriteString("condition", block.Condition);
        }

        json.WriteNumber("answers", fate.Answers);
        if (fate.Answer is { } answer)
        {
            json.WriteString("answer", answer);
        }

        json.WriteEndObject();
    }

    // frames, delivered, answered, dropped, then each reason in the order of its first frame.
    private static OrderedDictionary<string, long> Sums(IReadOnlyList<FrameFate> fates)
    {
        OrderedDictionary<string, long> sums = new() { ["frames"] = fates.Count, ["delivered"] = 0, ["answered"] = 0, ["dropped"] = 0 };
        foreach (FrameFate fate in fates)
        {
            sums[fate.Fate]++;
            if (fate.Reason is { } reason)
            {
                sums[reason] = sums.GetValueOrDefault(reason) + 1;
            }
        }

        return sums;
    }

    private static string Details(FrameFate fate)
    {
        string more = fate.Answers > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {fate.Answers - 1} more") : "";
        string why = fate.FilterId == 0 ? fate.Reason ?? "" : string.Create(CultureInfo.InvariantCulture, $"{fate.Reason}, filter {fate.FilterId}{Words(fate)}");
        return fate.Answer is null ? why : why.Length == 0 ? fate.Answer + more : $"{why}; {fate.Answer}{more}";
    }

    private static string Words(FrameFate fate) => fate.Block is { } block ? $" \"{block.FilterName}\" in {block.SubLayer}: {block.Condition}" : "";

    private static string ColorOf(FrameFate fate) => fate.Fate switch
    {
        "answered" => "green",
        "dropped" => "red",
        _ => "blue",
    };
}
