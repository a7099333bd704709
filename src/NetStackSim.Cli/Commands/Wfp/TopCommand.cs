using System.CommandLine;
using System.Text.Json;
using NetStackSim.Cli.Live;
using NetStackSim.Cli.Output.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp top</c>: the costliest filters and callouts of a live host.</summary>
internal sealed class TopCommand : LiveCommand<LiveCosts>
{
    private readonly Option<int> _count = new("--count") { Description = "How many to show.", HelpName = "N", DefaultValueFactory = static _ => 20 };

    protected override string Name => "top";

    protected override string Description =>
        "Show the filters and callouts of a live host that cost most: classifications that came to a filter, fields compared one by one, matches, hits; calls and virtual time of callouts.";

    protected override IReadOnlyList<string> Examples => ["netstacksim wfp top --scenario demo", "netstacksim wfp top --scenario filter --host bob --count 5 --json"];

    protected override IReadOnlyList<Option> MoreOptions => [_count];

    protected override LiveCosts Look(LiveRequest request, ParseResult result) => LiveCosts.Measure(request);

    protected override string HostOf(LiveCosts view) => view.Host;

    protected override void Write(ToolConsole console, LiveCosts view, ParseResult result) => CostText.Write(console, view, Count(result));

    protected override void WriteJson(Utf8JsonWriter json, LiveCosts view, ParseResult result) => CostText.WriteJson(json, view, Count(result));

    private int Count(ParseResult result) => Math.Max(0, result.GetValue(_count));
}
