using System.CommandLine;
using NetStackSim.Cli.Help;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp</c>: the Windows Filtering Platform of a real machine, from its exports, and of live hosts.</summary>
internal static class WfpCommands
{
    private static readonly string[] Examples =
    [
        "netstacksim wfp show filters --import wfpstate.xml",
        "netstacksim wfp explain --import wfpstate.xml --direction out --proto tcp --local 10.0.0.5:50000 --remote 93.184.216.34:443",
        "netstacksim wfp explain --import filters.xml.gz --state wfpstate.xml.gz --batch questions.jsonl",
        "netstacksim wfp drops --scenario filter",
        "netstacksim wfp lint --import wfpstate.xml",
        "netstacksim wfp diff before.xml after.xml",
        "netstacksim wfp weights --import filters.xml --schema wfpstate.xml --json",
    ];

    /// <summary>Makes the command with its commands.</summary>
    /// <param name="console">Where they read and write.</param>
    public static Command Build(ToolConsole console)
    {
        Command group = new("wfp", "Which filter dropped my packet? Explain, show, check and compare the Windows Filtering Platform policy of a machine, from what 'netsh wfp show' wrote there, or of a live host of a scenario.");
        ToolCommand[] commands = [new ShowCommand(), new LintCommand(), new DiffCommand(), new ExplainCommand(), new WeightsCommand(), new DropsCommand(), new CountersCommand(), new TopCommand(), new RecordCommand()];
        foreach (ToolCommand command in commands)
        {
            group.Add(command.Build(console));
        }

        ExampleHelpAction.Install(group, Examples);
        return group;
    }
}
