namespace NetStackSim.Wfp.Tests;

/// <summary>The exports of real machines, which are not part of the repository.</summary>
internal static class ExportData
{
    /// <summary>The folder; null when it is not at hand.</summary>
    internal static string? Folder { get; } = Find();

    /// <summary>Paths of all exports.</summary>
    internal static IEnumerable<string> Files =>
        Folder is null ? [] : Directory.GetFiles(Folder, "*.xml.gz").Order(StringComparer.Ordinal);

    internal static WfpExport Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        bool read = WfpExport.TryRead(file, out WfpExport? export, out PolicyError? error);
        Assert.True(read, error?.ToString());
        return export!;
    }

    private static string? Find()
    {
        string root = Environment.GetEnvironmentVariable("NETSTACKSIM_DATA") is { Length: > 0 } given
            ? given
            : Path.Combine(Repository.Root, "..", "shared", "data");
        string folder = Path.Combine(root, "wfp-exports");
        return Directory.Exists(folder) ? folder : null;
    }
}
