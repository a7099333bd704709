using System.CommandLine;

namespace NetStackSim.Cli.Options;

/// <summary>Options that the <c>wfp</c> commands share.</summary>
internal static class WfpOptions
{
    /// <summary>The export that a command works on.</summary>
    /// <param name="isRequired">False where the command has something to show without one.</param>
    public static Option<FileInfo?> Import(bool isRequired = true) => new("--import")
    {
        Description = "What 'netsh wfp show state' or 'netsh wfp show filters' wrote on a Windows machine; may be gzip-compressed.",
        HelpName = "EXPORT",
        Required = isRequired,
    };

    /// <summary>States of the same machine.</summary>
    public static Option<FileInfo[]> States() => new("--state")
    {
        Description = "States of the same machine, for what a list of filters leaves out: layers, sublayer weights, callouts, filters.",
        HelpName = "EXPORT...",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>One word of several.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is.</param>
    /// <param name="words">The words.</param>
    public static Option<string?> OneOf(string name, string description, params string[] words)
    {
        Option<string?> option = new(name) { Description = description, HelpName = string.Join('|', words) };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
