using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NetStackSim.Cli.Help;

/// <summary>The usual help, then examples.</summary>
internal sealed class ExampleHelpAction : SynchronousCommandLineAction
{
    private readonly IReadOnlyList<string> _examples;
    private readonly HelpAction _help = new();

    private ExampleHelpAction(IReadOnlyList<string> examples) => _examples = examples;

    /// <summary>Gives a command a help option with examples.</summary>
    public static void Install(Command command, IReadOnlyList<string> examples)
    {
        HelpOption? option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null)
        {
            option = new HelpOption();
            command.Options.Add(option);
        }

        option.Action = new ExampleHelpAction(examples);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in _examples)
        {
            output.WriteLine("  " + example);
        }

        output.WriteLine();
        return code;
    }
}
