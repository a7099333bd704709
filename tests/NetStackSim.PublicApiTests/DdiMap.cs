using System.Text;

namespace NetStackSim.PublicApiTests;

/// <summary>The page that leads from a Windows name to the member that stands for it.</summary>
internal static class DdiMap
{
    private static readonly (string Title, string[] Prefixes)[] Chapters =
    [
        ("NDIS", ["Ndis", "NDIS_", "NET_", "Miniport", "Protocol", "Filter", "Net"]),
        ("Windows Filtering Platform", ["Fwpm", "Fwps", "FWPS_", "FWPM_", "FWP_"]),
        ("Winsock Kernel", ["Wsk", "WSK_", "SIO_WSK_"]),
        ("Network module registrar", ["Nmr", "Client", "Provider", "NPI_"]),
        ("I/O manager", ["Io", "IO_", "IRP", "Zw"]),
        ("Kernel", ["Ke", "Ex", "Ps", "Ob", "Mm", "Se", "Rtl", "K"]),
    ];

    private const string Rest = "IP Helper and Win32";

    /// <summary>Writes the page.</summary>
    public static string Write(IReadOnlyList<DdiEntry> entries)
    {
        var names = entries.GroupBy(entry => entry.Name).ToArray();
        var text = new StringBuilder();
        text.Append("# From Windows names to NetStackSim\n\n");
        text.Append("Generated from the `[WindowsDdi]` attributes; do not edit. `.ci/accept-api.sh` writes it again.\n\n");
        text.Append($"{names.Length} Windows routines, callbacks and structures have a member of their own.\n");
        foreach (string title in Chapters.Select(chapter => chapter.Title).Append(Rest))
        {
            AppendChapter(text, title, names.Where(name => ChapterOf(name.Key) == title).ToArray());
        }

        return text.ToString();
    }

    /// <summary>The chapter to which a name belongs: the longest prefix decides.</summary>
    public static string ChapterOf(string name) =>
        Chapters.SelectMany(chapter => chapter.Prefixes, (chapter, prefix) => (chapter.Title, Prefix: prefix))
            .Where(candidate => name.StartsWith(candidate.Prefix, StringComparison.Ordinal))
            .OrderByDescending(candidate => candidate.Prefix.Length)
            .Select(candidate => candidate.Title)
            .FirstOrDefault(Rest);

    private static void AppendChapter(StringBuilder text, string title, IGrouping<string, DdiEntry>[] names)
    {
        if (names.Length == 0)
        {
            return;
        }

        text.Append($"\n## {title}\n\n| Windows | NetStackSim | Project | IRQL |\n|---|---|---|---|\n");
        foreach (IGrouping<string, DdiEntry> name in names)
        {
            string members = Join(name.Select(entry => $"`{entry.Member}`"));
            string projects = Join(name.Select(entry => entry.Project));
            text.Append($"| `{name.Key}` | {members} | {projects} | {Join(name.Select(entry => entry.Irql))} |\n");
        }
    }

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts.Where(part => part.Length > 0).Distinct());
}
