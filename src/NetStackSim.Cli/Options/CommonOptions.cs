using System.CommandLine;

namespace NetStackSim.Cli.Options;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>The seed of a run.</summary>
    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Seed of all chance in the run: the same seed gives the same bytes.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    /// <summary>JSON instead of text.</summary>
    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON document on standard output and nothing else there.",
    };

    /// <summary>A capture file to write.</summary>
    public static Option<FileInfo?> Pcap(string description) => new("--pcap")
    {
        Description = description,
        HelpName = "FILE",
    };
}
