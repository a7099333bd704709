using System.CommandLine;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Scenarios;
using Spectre.Console;

namespace NetStackSim.Cli.Commands;

/// <summary><c>netstacksim scenarios</c>: lists the built-in scenarios.</summary>
internal sealed class ScenariosCommand : ToolCommand
{
    private readonly Option<bool> _json = CommonOptions.Json();

    protected override string Name => "scenarios";

    protected override string Description => "List the built-in scenarios, which 'run' runs.";

    protected override IReadOnlyList<string> Examples => ["netstacksim scenarios", "netstacksim scenarios --json"];

    protected override void AddSymbols(Command command) => command.Add(_json);

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        if (result.GetValue(_json))
        {
            WriteJson(console.Out);
        }
        else
        {
            WriteTable(console);
        }

        return ExitCode.Done;
    }

    private static void WriteTable(ToolConsole console)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("Name", "What it shows", "Topology");
        foreach (IScenario scenario in ScenarioCatalog.All)
        {
            table.AddRow($"[bold]{Markup.Escape(scenario.Name)}[/]", Markup.Escape(scenario.Summary), Markup.Escape(scenario.Topology));
        }

        console.RichOut().Write(table);
    }

    private static void WriteJson(TextWriter output) => JsonOutput.Write(output, static json =>
    {
        json.WriteStartArray("scenarios");
        foreach (IScenario scenario in ScenarioCatalog.All)
        {
            json.WriteStartObject();
            json.WriteString("name", scenario.Name);
            json.WriteString("summary", scenario.Summary);
            json.WriteString("topology", scenario.Topology);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
