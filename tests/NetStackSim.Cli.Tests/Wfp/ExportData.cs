namespace NetStackSim.Cli.Tests.Wfp;

/// <summary>The exports of real machines, which are not part of the repository.</summary>
internal static class ExportData
{
    /// <summary>The folder; null when it is not at hand.</summary>
    internal static string? Folder { get; } = Find();

    /// <summary>Paths of all exports.</summary>
    internal static IEnumerable<string> Files =>
        Folder is null ? [] : Directory.GetFiles(Folder, "*.xml.gz").Order(StringComparer.Ordinal);

    /// <summary>The path of one export.</summary>
    internal static string File(string name) => Path.Combine(Folder!, name + ".xml.gz");

    private static string? Find()
    {
        string? root = Environment.GetEnvironmentVariable("NETSTACKSIM_DATA") is { Length: > 0 } given ? given : BesideTheRepository();
        return root is not null && Directory.Exists(Path.Combine(root, "wfp-exports")) ? Path.Combine(root, "wfp-exports") : null;
    }

    private static string? BesideTheRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "NetStackSim.sln")))
        {
            folder = folder.Parent;
        }

        return folder is null ? null : Path.Combine(folder.FullName, "..", "shared", "data");
    }
}
