using System.CommandLine;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Scenarios;

namespace NetStackSim.Cli.Commands;

/// <summary><c>netstacksim run NAME</c>: runs a built-in scenario.</summary>
internal sealed class RunCommand : ToolCommand
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "The scenario; 'netstacksim scenarios' lists them.",
    };

    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<FileInfo?> _pcap = CommonOptions.Pcap("Write the frames on every link to a pcapng file, one interface for each link.");

    protected override string Name => "run";

    protected override string Description => "Run a built-in scenario in virtual time and report digest, end time, counters, drops and leaks.";

    protected override IReadOnlyList<string> Examples =>
    [
        "netstacksim run echo",
        "netstacksim run lossy10 --seed 7 --json",
        "netstacksim run router --pcap router.pcapng",
    ];

    protected override void AddSymbols(Command command)
    {
        _name.Validators.Add(static argument =>
        {
            if (argument.GetValueOrDefault<string>() is { } name && ScenarioCatalog.Find(name) is null)
            {
                argument.AddError($"There is no scenario '{name}'; there are {string.Join(", ", ScenarioCatalog.All.Select(static s => s.Name))}.");
            }
        });
        command.Add(_name);
        command.Add(_seed);
        command.Add(_json);
        command.Add(_pcap);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        IScenario scenario = ScenarioCatalog.Find(result.GetRequiredValue(_name))!;
        FileInfo? file = result.GetValue(_pcap);
        using FileStream? capture = file is null ? null : OutputFile.Create(file.FullName);
        ScenarioResult outcome = scenario.Run(new ScenarioContext { Seed = result.GetValue(_seed), Capture = capture });
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json => ScenarioReport.WriteJson(json, outcome));
        }
        else
        {
            ScenarioReport.WriteText(console, scenario, outcome);
        }

        if (file is not null)
        {
            console.Error.WriteLine($"Wrote {file.Name}: open it with Wireshark or 'tshark -r {file.Name}'.");
        }

        return outcome.Succeeded ? ExitCode.Done : ExitCode.RunFailed;
    }
}
