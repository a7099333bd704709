using System.CommandLine;
using NetStackSim.Cli.Help;

namespace NetStackSim.Cli.Commands;

/// <summary>One command of the tool: its name, its options, its examples, and what it does.</summary>
internal abstract class ToolCommand
{
    /// <summary>The word on the command line.</summary>
    protected abstract string Name { get; }

    /// <summary>What it does, in one or two sentences.</summary>
    protected abstract string Description { get; }

    /// <summary>Command lines that work, for the help.</summary>
    protected abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Makes the command.</summary>
    public Command Build(ToolConsole console)
    {
        Command command = new(Name, Description);
        AddSymbols(command);
        command.SetAction(result => (int)Execute(result, console));
        ExampleHelpAction.Install(command, Examples);
        return command;
    }

    /// <summary>Adds arguments and options.</summary>
    protected abstract void AddSymbols(Command command);

    /// <summary>Does it.</summary>
    /// <exception cref="ToolException">It cannot be done; the exception says why.</exception>
    protected abstract ExitCode Execute(ParseResult result, ToolConsole console);
}
