using System.Globalization;

namespace NetStackSim.Wfp;

/// <summary>Reads the checked-in table of layers and fields (<c>layers.tsv</c>).</summary>
internal static class LayerTable
{
    /// <summary>Every condition field of the table with its key, in table order.</summary>
    internal static List<KeyValuePair<string, Guid>> ReadFields()
    {
        List<KeyValuePair<string, Guid>> fields = [];
        foreach (string[] row in EmbeddedTable.Rows("layers.tsv"))
        {
            if (row[0] == "field")
            {
                fields.Add(new KeyValuePair<string, Guid>(row[1], Guid.Parse(row[2])));
            }
        }

        return fields;
    }

    /// <summary>All layers with the current or the older field lists.</summary>
    internal static LayerCatalog Read(bool olderFields)
    {
        Dictionary<string, Guid> keys = [];
        List<LayerSchema> layers = [];
        string[]? head = null;
        List<FieldSchema> fields = [];
        foreach (string[] row in EmbeddedTable.Rows("layers.tsv"))
        {
            switch (row[0])
            {
                case "field":
                    keys.Add(row[1], Guid.Parse(row[2]));
                    break;
                case "layer":
                    Finish(layers, head, fields);
                    head = row;
                    fields = [];
                    break;
                default:
                    AddField(fields, row, keys, olderFields);
                    break;
            }
        }

        Finish(layers, head, fields);
        return new LayerCatalog(layers);
    }

    private static void AddField(List<FieldSchema> fields, string[] row, Dictionary<string, Guid> keys, bool olderFields)
    {
        string since = row.Length > 3 ? row[3] : string.Empty;
        if (olderFields && since == "2")
        {
            return;
        }

        string type = olderFields && since.Length > 1 ? since : row[2];
        fields.Add(new FieldSchema(fields.Count, keys[row[0]], row[0], Enum.Parse<FieldKind>(row[1]), Enum.Parse<FwpDataType>(type)));
    }

    private static void Finish(List<LayerSchema> layers, string[]? head, List<FieldSchema> fields)
    {
        if (head is null)
        {
            return;
        }

        bool named = !head[2].EndsWith('*');
        layers.Add(new LayerSchema(
            ushort.Parse(head[1], CultureInfo.InvariantCulture),
            Guid.Parse(head[3]),
            head[2].TrimEnd('*'),
            Flags(head[4]),
            SubLayerKeys.Universal,
            fields,
            named));
    }

    private static LayerFlags Flags(string letters)
    {
        LayerFlags flags = LayerFlags.None;
        foreach (char letter in letters)
        {
            flags |= letter switch
            {
                'K' => LayerFlags.Kernel,
                'B' => LayerFlags.BuiltIn,
                'C' => LayerFlags.ClassifyMostly,
                'U' => LayerFlags.Buffered,
                _ => LayerFlags.None,
            };
        }

        return flags;
    }
}
