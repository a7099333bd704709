using System.CommandLine;
using System.Text.Json;
using NetStackSim.Cli.Live;
using NetStackSim.Cli.Output.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp counters</c>: what a live filter engine decided, in numbers.</summary>
internal sealed class CountersCommand : LiveCommand<LiveCounters>
{
    protected override string Name => "counters";

    protected override string Description =>
        "Show the counters of a live host's filter engine: decisions by layer, connections allowed, blocked and active by direction and family, flows authorised anew by reason.";

    protected override IReadOnlyList<string> Examples => ["netstacksim wfp counters --scenario demo", "netstacksim wfp counters --scenario filter --host bob --json"];

    protected override LiveCounters Look(LiveRequest request, ParseResult result) => LiveHost.Look(request, LiveCounters.Of);

    protected override string HostOf(LiveCounters view) => view.Host;

    protected override void Write(ToolConsole console, LiveCounters view, ParseResult result) => CountersText.Write(console, view);

    protected override void WriteJson(Utf8JsonWriter json, LiveCounters view, ParseResult result) => CountersText.WriteJson(json, view);
}
