using System.CommandLine;
using System.CommandLine.Parsing;
using NetStackSim.Cli.Live;
using NetStackSim.Scenarios;

namespace NetStackSim.Cli.Options;

/// <summary>Options that say which moment of which host of a scenario is meant.</summary>
internal sealed class ScenarioOptions
{
    private readonly Option<string?> _scenario = new("--scenario")
    {
        Description = "Look into a live host of this scenario; 'netstacksim scenarios' lists them.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _host = new("--host") { Description = "The host; without it the one with the most filters, or the first.", HelpName = "HOST" };

    private readonly Option<long> _at = new("--at")
    {
        Description = "When to look, in virtual time: 3ms, 1.5s; without it the moment that the scenario names, or its end.",
        HelpName = "TIME",
        CustomParser = ValueParsers.Duration,
    };

    private readonly Option<ulong> _seed = CommonOptions.Seed();

    /// <summary>Makes the options.</summary>
    /// <param name="isRequired">True where a command has nothing to show without a scenario.</param>
    public ScenarioOptions(bool isRequired = false)
    {
        _scenario.Required = isRequired;
        _scenario.Validators.Add(static option =>
        {
            if (option.GetValueOrDefault<string>() is { } name && ScenarioCatalog.Find(name) is null)
            {
                option.AddError($"There is no scenario '{name}'; there are {string.Join(", ", ScenarioCatalog.All.Select(static s => s.Name))}.");
            }
        });
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _scenario, _host, _at, _seed })
        {
            command.Add(option);
        }
    }

    /// <summary>True when a scenario is given.</summary>
    public bool IsGiven(CommandResult result) => result.GetResult(_scenario) is not null;

    /// <summary>What is meant.</summary>
    public LiveRequest Read(ParseResult result) => new(ScenarioCatalog.Find(result.GetRequiredValue(_scenario)!)!)
    {
        Host = result.GetValue(_host),
        AtNs = result.GetResult(_at) is null ? null : result.GetValue(_at),
        Seed = result.GetValue(_seed),
    };
}
