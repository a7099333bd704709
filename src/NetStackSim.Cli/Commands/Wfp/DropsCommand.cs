using System.CommandLine;
using System.Text.Json;
using NetStackSim.Cli.Live;
using NetStackSim.Cli.Output.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp drops</c>: which filter dropped my packet?</summary>
internal sealed class DropsCommand : LiveCommand<LiveDrops>
{
    protected override string Name => "drops";

    protected override string Description =>
        "Say which filter dropped which packet of a live host: layer, filter, sublayer, provider and the conditions that matched; and count all drops by layer, reason and filter.";

    protected override IReadOnlyList<string> Examples => ["netstacksim wfp drops --scenario filter", "netstacksim wfp drops --scenario demo --host alice --json"];

    protected override LiveDrops Look(LiveRequest request, ParseResult result) => LiveHost.Look(request, LiveDrops.Of);

    protected override string HostOf(LiveDrops view) => view.Host;

    protected override void Write(ToolConsole console, LiveDrops view, ParseResult result) => DropsText.Write(console, view);

    protected override void WriteJson(Utf8JsonWriter json, LiveDrops view, ParseResult result) => DropsText.WriteJson(json, view);
}
