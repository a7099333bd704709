using System.CommandLine;
using NetStackSim.Cli.Live;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp top</c>: the costliest filters and callouts of a live host.</summary>
internal sealed class TopCommand : ToolCommand
{
    private readonly ScenarioOptions _scenario = new(isRequired: true);
    private readonly Option<int> _count = new("--count") { Description = "How many to show.", HelpName = "N", DefaultValueFactory = static _ => 20 };
    private readonly Option<bool> _json = CommonOptions.Json();

    protected override string Name => "top";

    protected override string Description =>
        "Show the filters and callouts of a live host that cost most: classifications that came to a filter, fields compared one by one, matches, hits; calls and virtual time of callouts.";

    protected override IReadOnlyList<string> Examples => ["netstacksim wfp top --scenario demo", "netstacksim wfp top --scenario filter --host bob --count 5 --json"];

    protected override void AddSymbols(Command command)
    {
        _scenario.AddTo(command);
        command.Add(_count);
        command.Add(_json);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        LiveRequest request = _scenario.Read(result);
        LiveCosts costs = LiveCosts.Measure(request);
        int count = Math.Max(0, result.GetValue(_count));
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json =>
            {
                request.WriteJson(json, costs.Host);
                CostText.WriteJson(json, costs, count);
            });
        }
        else
        {
            CostText.Write(console, costs, count);
        }

        return ExitCode.Done;
    }
}
