using System.Globalization;
using System.Text;

namespace NetStackSim.Wfp.Tests;

/// <summary>Writes the C# constants that the table of layers stands for.</summary>
internal static class LayerTableGenerator
{
    private const string Head =
        "// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.\nnamespace NetStackSim.Wfp;\n\n";

    /// <summary>File name to contents.</summary>
    internal static SortedDictionary<string, string> Generate()
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal)
        {
            ["LayerId.cs"] = LayerIds(),
            ["FieldKeys.cs"] = Fields(),
        };
        foreach (LayerSchema layer in LayerCatalog.Current.Layers)
        {
            string family = Family(layer.Name);
            string file = Pascal(family) + "Field.cs";
            if (layer.Fields.Length > 0 && !files.ContainsKey(file))
            {
                files.Add(file, FieldIndices(family, layer));
            }
        }

        return files;
    }

    private static string LayerIds()
    {
        StringBuilder text = new(Head);
        text.Append("/// <summary>Run-time ids of the layers (<c>FWPS_LAYER_*</c>). Ids from 83 up differ between Windows builds.</summary>\n");
        text.Append("public enum LayerId : ushort\n{\n");
        List<string> items = [];
        foreach (LayerSchema layer in LayerCatalog.Current.Layers)
        {
            items.Add(Item(layer.Name, $"{Pascal(layer.Name)} = {layer.Id},"));
        }

        return text.AppendJoin('\n', items).Append("}\n").ToString();
    }

    private static string Fields()
    {
        StringBuilder text = new(Head);
        text.Append("/// <summary>Keys of the condition fields (<c>FWPM_CONDITION_*</c>).</summary>\n");
        text.Append("public static class FieldKeys\n{\n");
        IEnumerable<string> items = LayerTable.ReadFields()
            .Select(f => Item(f.Key, $"public static readonly Guid {Pascal(f.Key)} = new(\"{f.Value}\");"));
        return text.AppendJoin('\n', items).Append("}\n").ToString();
    }

    private static string FieldIndices(string family, LayerSchema layer)
    {
        StringBuilder text = new(Head);
        text.Append(CultureInfo.InvariantCulture, $"/// <summary>Field indices of the <c>{family}</c> layers (<c>FWPS_FIELD_{family}_*</c>).</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"public static class {Pascal(family)}Field\n{{\n");
        List<string> items = [];
        foreach (FieldSchema field in layer.Fields)
        {
            items.Add(Item(field.Name, $"public const int {Pascal(field.Name)} = {field.Index};"));
        }

        return text.AppendJoin('\n', items).Append("}\n").ToString();
    }

    private static string Item(string windowsName, string line) => $"    /// <summary><c>{windowsName}</c>.</summary>\n    {line}\n";

    private static string Family(string layer)
    {
        layer = layer.EndsWith("_DISCARD", StringComparison.Ordinal) ? layer[..^8] : layer;
        return layer.EndsWith("_V4", StringComparison.Ordinal) || layer.EndsWith("_V6", StringComparison.Ordinal) ? layer[..^3] : layer;
    }

    private static string Pascal(string name) => string.Concat(name.Split('_').Select(Word));

    private static string Word(string word) => word switch
    {
        "IPPACKET" => "IpPacket",
        "IPFORWARD" => "IpForward",
        "VSWITCH" => "VSwitch",
        "IKEEXT" => "IkeExt",
        "EPMAP" => "EpMap",
        _ => word[..1] + word[1..].ToLowerInvariant(),
    };
}
