using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using NetStackSim.Cli.Commands;
using NetStackSim.Cli.Commands.Wfp;
using NetStackSim.Cli.Help;

namespace NetStackSim.Cli;

/// <summary>The tool as a function of its arguments and its console, so that tests run it in their own process.</summary>
internal static class Tool
{
    private const string Description =
        "The Windows network stack in one process: watch a segment pass every layer, put a simulated host on a TAP device, replay captures, run scenarios.";

    // "-hw" is a switch of a debugger command, not the help with something behind it.
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false };

    private static readonly string[] Examples =
    [
        "netstacksim demo",
        "netstacksim scenarios",
        "netstacksim run lossy10 --seed 7 --json",
        "netstacksim ndiskd netreport --scenario demo",
        "sudo netstacksim tap --device tap0 --address 10.9.0.2/24 --serve echo:7,http:80",
        "netstacksim replay capture.pcapng --host 192.168.1.20/24",
        "netstacksim wfp explain --import wfpstate.xml --direction out --proto tcp --local 10.0.0.5:50000 --remote 93.184.216.34:443",
    ];

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments without the program's name.</param>
    /// <param name="console">Where it reads and writes.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, ToolConsole console)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(console);
        ParseResult result = BuildRoot(console).Parse(args, Parsing);
        bool onlyAnswers = result.Action is HelpAction or ExampleHelpAction || result.Action?.GetType().Name == "VersionOptionAction";
        if (!onlyAnswers && result.Errors.Count > 0)
        {
            return (int)ReportUsage(result, console);
        }

        return Invoke(result, console);
    }

    /// <summary>The command tree.</summary>
    /// <param name="console">Where the commands read and write.</param>
    internal static RootCommand BuildRoot(ToolConsole console)
    {
        RootCommand root = new(Description);
        foreach (ToolCommand command in AllCommands())
        {
            root.Add(command.Build(console));
        }

        root.Add(WfpCommands.Build(console));

        ExampleHelpAction.Install(root, Examples);
        return root;
    }

    private static ToolCommand[] AllCommands() => [new DemoCommand(), new TapCommand(), new ReplayCommand(), new ScenariosCommand(), new RunCommand(), new NdiskdCommand()];

    private static ExitCode ReportUsage(ParseResult result, ToolConsole console)
    {
        foreach (var error in result.Errors)
        {
            console.Error.WriteLine(error.Message);
        }

        console.Error.WriteLine($"See 'netstacksim {PathOf(result.CommandResult)}--help'.");
        return ExitCode.WrongUsage;
    }

    // The words that lead to a command, each with a space behind it.
    private static string PathOf(CommandResult command) => command.Command is RootCommand
        ? ""
        : (command.Parent is CommandResult parent ? PathOf(parent) : "") + command.Command.Name + " ";

    private static int Invoke(ParseResult result, ToolConsole console)
    {
        try
        {
            return result.Invoke(new InvocationConfiguration { Output = console.Out, Error = console.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (ToolException exception)
        {
            console.Error.WriteLine(exception.Message);
            return (int)exception.Code;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever escapes a run is an error of the run; its place helps whoever reports it.
            console.Error.WriteLine($"The run ended with an unhandled {exception.GetType().Name}: {exception.Message}");
            console.Error.WriteLine(exception.StackTrace);
            return (int)ExitCode.RunFailed;
        }
    }
}
