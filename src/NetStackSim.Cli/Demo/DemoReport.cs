using System.Globalization;
using System.Text.Json;
using NetStackSim.Cli.Output;
using NetStackSim.Kernel;
using NetStackSim.Scenarios;
using NetStackSim.Simulation;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Demo;

/// <summary>Writes what the demo showed, for people and as JSON.</summary>
internal static class DemoReport
{
    /// <summary>Writes trees and explanation.</summary>
    public static void WriteText(ToolConsole console, DemoResult result)
    {
        IAnsiConsole rich = console.RichOut();
        rich.MarkupLine("[bold]The first packet[/]  alice 10.0.0.1 -- switch -- bob 10.0.0.2, virtual time");
        rich.WriteLine();
        rich.Write(JourneyTree.Make(result.First, $"[bold]alice sends[/] \"{Markup.Escape(DemoScenario.FirstMessage)}\" ({DemoScenario.FirstMessage.Length} bytes) to bob's echo service", console.Width));
        rich.WriteLine();
        rich.Write(JourneyTree.Make(result.Second, $"[bold]A filter is added on alice; then she sends[/] \"{Markup.Escape(DemoScenario.SecondMessage)}\"", console.Width));
        rich.WriteLine();
        WriteDrop(rich, result);
        rich.WriteLine();
        rich.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The filter is deleted; TCP sends again after its timeout, and the answer is back at {Times.Format(ValueOf(result.Scenario, "second.echo.ns"))}."));
        rich.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"Digest {result.Scenario.Digest:x16}: seed {result.Scenario.Seed} gives it every time."));
        foreach (string failure in result.Scenario.Failures.Concat(result.Scenario.Leaks.Select(static leak => "leak: " + leak)))
        {
            rich.MarkupLine($"[red]{Markup.Escape(failure)}[/]");
        }
    }

    /// <summary>Writes the members of the JSON document.</summary>
    public static void WriteJson(Utf8JsonWriter json, DemoResult result)
    {
        ScenarioResult scenario = result.Scenario;
        json.WriteString("scenario", scenario.Name);
        json.WriteNumber("seed", scenario.Seed);
        json.WriteHex("digest", scenario.Digest);
        json.WriteNumber("end_time_ns", scenario.EndTimeNs);
        json.WriteBoolean("succeeded", scenario.Succeeded);
        json.WriteString("message", DemoScenario.FirstMessage);
        WriteSteps(json, "journey", result.First);
        json.WriteStartObject("drop");
        json.WriteString("host", result.DropHost);
        json.WriteNumber("time_ns", result.Drop.TimeNs);
        json.WriteString("layer", result.Drop.Layer);
        json.WriteNumber("filterId", result.Drop.FilterId);
        json.WriteString("filterName", result.Drop.FilterName);
        json.WriteString("sublayer", result.Drop.SubLayer);
        json.WriteString("condition", result.Drop.Condition);
        WriteOpinions(json, result.Drop);
        WriteSteps(json, "journey", result.Second);
        json.WriteEndObject();
        json.WriteNumber("repaired_ns", ValueOf(scenario, "second.echo.ns"));
        WriteStrings(json, "leaks", scenario.Leaks.Select(static leak => leak.ToString()));
        WriteStrings(json, "failures", scenario.Failures);
    }

    private static void WriteDrop(IAnsiConsole rich, DemoResult result)
    {
        DropExplanation drop = result.Drop;
        rich.MarkupLine($"[red bold]Why it was dropped[/] on {Markup.Escape(result.DropHost)} at [bold]{Markup.Escape(drop.Layer)}[/]:");
        rich.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"  filter     {drop.FilterId} \"{Markup.Escape(drop.FilterName)}\""));
        rich.MarkupLine($"  sublayer   {Markup.Escape(drop.SubLayer)}");
        rich.MarkupLine($"  condition  {Markup.Escape(drop.Condition)}");
        foreach (DropOpinion opinion in drop.Opinions)
        {
            rich.MarkupLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  [grey]{Markup.Escape(opinion.SubLayer)} said {opinion.Action} by filter {opinion.FilterId} \"{Markup.Escape(opinion.FilterName)}\": {opinion.Effect}[/]"));
        }
    }

    private static void WriteSteps(Utf8JsonWriter json, string name, Journey journey)
    {
        json.WriteStartArray(name);
        foreach (JourneyStep step in journey.Steps)
        {
            WriteStep(json, step);
        }

        json.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter json, JourneyStep step)
    {
        json.WriteStartObject();
        json.WriteString("host", step.Host);
        json.WriteString("component", step.Component);
        json.WriteString("event", step.Kind.ToString());
        json.WriteString("irql", StepText.Irql(step));
        json.WriteNumber("processor", step.Event.Processor);
        json.WriteNumber("time_ns", step.TimeNs);
        json.WriteNumber("bytes", step.Length);
        json.WriteNumber("change", step.LengthChange);
        if (StepText.IsClassify(step))
        {
            json.WriteStartObject("wfp");
            json.WriteString("layer", StepText.LayerOf(step));
            json.WriteString("action", StepText.ActionOf(step));
            json.WriteNumber("filterId", step.Event.Arg1);
            json.WriteEndObject();
        }

        json.WriteString("text", StepText.Describe(step));
        json.WriteEndObject();
    }

    private static void WriteOpinions(Utf8JsonWriter json, DropExplanation drop)
    {
        json.WriteStartArray("opinions");
        foreach (DropOpinion opinion in drop.Opinions)
        {
            json.WriteStartObject();
            json.WriteString("sublayer", opinion.SubLayer);
            json.WriteNumber("filterId", opinion.FilterId);
            json.WriteString("filterName", opinion.FilterName);
            json.WriteString("action", opinion.Action.ToString());
            json.WriteString("effect", opinion.Effect.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static long ValueOf(ScenarioResult result, string name) => result.Values.FirstOrDefault(value => value.Key == name).Value;
}
