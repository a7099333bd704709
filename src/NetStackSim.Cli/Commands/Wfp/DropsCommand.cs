using System.CommandLine;
using NetStackSim.Cli.Live;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp drops</c>: which filter dropped my packet?</summary>
internal sealed class DropsCommand : ToolCommand
{
    private readonly ScenarioOptions _scenario = new(isRequired: true);
    private readonly Option<bool> _json = CommonOptions.Json();

    protected override string Name => "drops";

    protected override string Description =>
        "Say which filter dropped which packet of a live host: layer, filter, sublayer, provider and the conditions that matched; and count all drops by layer, reason and filter.";

    protected override IReadOnlyList<string> Examples => ["netstacksim wfp drops --scenario filter", "netstacksim wfp drops --scenario demo --host alice --json"];

    protected override void AddSymbols(Command command)
    {
        _scenario.AddTo(command);
        command.Add(_json);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        LiveRequest request = _scenario.Read(result);
        LiveDrops drops = LiveHost.Look(request, LiveDrops.Of);
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json =>
            {
                request.WriteJson(json, drops.Host);
                DropsText.WriteJson(json, drops);
            });
        }
        else
        {
            DropsText.Write(console, drops);
        }

        return ExitCode.Done;
    }
}
