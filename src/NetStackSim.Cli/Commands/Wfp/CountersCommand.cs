using System.CommandLine;
using NetStackSim.Cli.Live;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp counters</c>: what a live filter engine decided, in numbers.</summary>
internal sealed class CountersCommand : ToolCommand
{
    private readonly ScenarioOptions _scenario = new(isRequired: true);
    private readonly Option<bool> _json = CommonOptions.Json();

    protected override string Name => "counters";

    protected override string Description =>
        "Show the counters of a live host's filter engine: decisions by layer, connections allowed, blocked and active by direction and family, flows authorised anew by reason.";

    protected override IReadOnlyList<string> Examples => ["netstacksim wfp counters --scenario demo", "netstacksim wfp counters --scenario filter --host bob --json"];

    protected override void AddSymbols(Command command)
    {
        _scenario.AddTo(command);
        command.Add(_json);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        LiveRequest request = _scenario.Read(result);
        LiveCounters counters = LiveHost.Look(request, LiveCounters.Of);
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json =>
            {
                request.WriteJson(json, counters.Host);
                CountersText.WriteJson(json, counters);
            });
        }
        else
        {
            CountersText.Write(console, counters);
        }

        return ExitCode.Done;
    }
}
