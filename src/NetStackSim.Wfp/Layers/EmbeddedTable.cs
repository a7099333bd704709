namespace NetStackSim.Wfp;

/// <summary>Tab separated tables that are part of the assembly.</summary>
internal static class EmbeddedTable
{
    /// <summary>The rows of a table without comments and empty lines.</summary>
    internal static IEnumerable<string[]> Rows(string name)
    {
        using Stream stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream("NetStackSim.Wfp." + name)
            ?? throw new InvalidOperationException("The table " + name + " is missing from the assembly.");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split('\t');
            }
        }
    }
}
