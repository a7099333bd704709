namespace NetStackSim.Wfp;

/// <summary>What is shown to a layer, or why nothing is (table <c>indications.tsv</c>).</summary>
/// <param name="Kind">Whether anything is.</param>
/// <param name="Words">What, or why not.</param>
public sealed record LayerIndication(LayerIndicationKind Kind, string Words)
{
    private static readonly LayerIndication Unknown = new(LayerIndicationKind.Reserved, "not a layer of this library");
    private static readonly Lazy<Dictionary<string, LayerIndication>> Table = new(Read);

    /// <summary>True when filters at the layer decide anything.</summary>
    public bool IsIndicated => Kind == LayerIndicationKind.Indicated;

    /// <summary>What is shown to a layer.</summary>
    /// <param name="layer">The layer; one of an import that this library does not know is never shown anything.</param>
    /// <returns>The row of the table.</returns>
    public static LayerIndication Of(LayerSchema layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        string name = layer.Name.Replace("_V4", string.Empty, StringComparison.Ordinal).Replace("_V6", string.Empty, StringComparison.Ordinal);
        return Table.Value.GetValueOrDefault(name, Unknown);
    }

    private static Dictionary<string, LayerIndication> Read()
    {
        Dictionary<string, LayerIndication> table = new(StringComparer.OrdinalIgnoreCase);
        foreach (string[] row in EmbeddedTable.Rows("indications.tsv"))
        {
            table.Add(row[0], new LayerIndication(Enum.Parse<LayerIndicationKind>(row[1]), row[2]));
        }

        return table;
    }
}
