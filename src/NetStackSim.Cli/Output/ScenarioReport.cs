using System.Globalization;
using System.Text.Json;
using NetStackSim.Kernel;
using NetStackSim.Scenarios;
using Spectre.Console;

namespace NetStackSim.Cli.Output;

/// <summary>Writes the result of a scenario, as JSON or for people.</summary>
internal static class ScenarioReport
{
    /// <summary>Writes the members of the JSON document.</summary>
    public static void WriteJson(Utf8JsonWriter json, ScenarioResult result)
    {
        json.WriteString("scenario", result.Name);
        json.WriteNumber("seed", result.Seed);
        json.WriteHex("digest", result.Digest);
        json.WriteNumber("end_time_ns", result.EndTimeNs);
        json.WriteNumber("events", result.Events);
        json.WriteBoolean("succeeded", result.Succeeded);
        WriteNumbers(json, "values", result.Values);
        WriteNumbers(json, "counters", result.Counters);
        WriteNumbers(json, "drops", result.Drops);
        json.WriteStartArray("leaks");
        foreach (Leak leak in result.Leaks)
        {
            json.WriteStartObject();
            json.WriteString("kind", leak.Kind);
            json.WriteString("name", leak.Name);
            json.WriteNumber("count", leak.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in result.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteStartArray("failures");
        foreach (string failure in result.Failures)
        {
            json.WriteStringValue(failure);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a table.</summary>
    public static void WriteText(ToolConsole console, IScenario scenario, ScenarioResult result)
    {
        IAnsiConsole rich = console.RichOut();
        rich.MarkupLine($"[bold]{Markup.Escape(result.Name)}[/]  {Markup.Escape(scenario.Topology)}");
        rich.MarkupLine(Markup.Escape(scenario.Summary));
        Table table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns(new TableColumn("name"), new TableColumn("value").RightAligned());
        table.AddRow("seed", result.Seed.ToString(CultureInfo.InvariantCulture));
        table.AddRow("digest", result.Digest.ToString("x16", CultureInfo.InvariantCulture));
        table.AddRow("virtual end time", Times.Format(result.EndTimeNs));
        table.AddRow("events", Number(result.Events));
        AddRows(table, result.Values, "");
        AddRows(table, result.Counters, "[grey]");
        AddRows(table, result.Drops, "[yellow]");
        rich.Write(table);
        foreach (string note in result.Notes)
        {
            console.Out.WriteLine(note);
        }

        WriteVerdict(rich, result);
    }

    private static void WriteVerdict(IAnsiConsole rich, ScenarioResult result)
    {
        foreach (string failure in result.Failures)
        {
            rich.MarkupLine($"[red]failed:[/] {Markup.Escape(failure)}");
        }

        foreach (Leak leak in result.Leaks)
        {
            rich.MarkupLine($"[red]leak:[/] {Markup.Escape(leak.ToString())}");
        }

        rich.MarkupLine(result.Succeeded ? "[green]Every check held and nothing leaked.[/]" : "[red]The run found errors.[/]");
    }

    private static void AddRows(Table table, IReadOnlyList<KeyValuePair<string, long>> values, string style)
    {
        string end = style.Length == 0 ? "" : "[/]";
        foreach (KeyValuePair<string, long> value in values)
        {
            table.AddRow($"{style}{Markup.Escape(value.Key)}{end}", $"{style}{Number(value.Value)}{end}");
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, long>> values)
    {
        json.WriteStartObject(name);
        foreach (KeyValuePair<string, long> value in values)
        {
            json.WriteNumber(value.Key, value.Value);
        }

        json.WriteEndObject();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
