namespace NetStackSim.Benchmarks.Quick;

/// <summary>What the command line asked for.</summary>
/// <param name="JsonFile">Where the list of results goes; null for none.</param>
/// <param name="Only">Name, or prefix of names, to run; null for all.</param>
/// <param name="Bytes">Bytes per bulk sample.</param>
internal sealed record QuickOptions(string? JsonFile, string? Only, long Bytes)
{
    private const long DefaultBytes = 512L << 20;

    /// <summary>Reads the arguments behind <c>quick</c>.</summary>
    /// <returns>Null when they make no sense.</returns>
    public static QuickOptions? Parse(ReadOnlySpan<string> args)
    {
        string? json = null, only = null;
        long bytes = DefaultBytes;
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 >= args.Length)
            {
                return null;
            }

            switch (args[i])
            {
                case "--json": json = args[i + 1]; break;
                case "--only": only = args[i + 1]; break;
                case "--bytes" when long.TryParse(args[i + 1], out bytes) && bytes > 0: break;
                default: return null;
            }
        }

        return new QuickOptions(json, only, bytes);
    }

    /// <summary>True when a figure of this name was asked for.</summary>
    public bool Wants(string name) => Only is null || name.StartsWith(Only, StringComparison.Ordinal);
}
