using System.Security.Cryptography;
using System.Text;

namespace NetStackSim.Wfp;

/// <summary>
/// Names that Windows gives to keys, both ways: <c>netsh wfp</c> prints well-known keys as symbols and all others in braces.
/// </summary>
public static class WellKnownNames
{
    private const string SubLayerPrefix = "FWPM_SUBLAYER_";
    private const string ProviderPrefix = "FWPM_PROVIDER_";
    private const string CalloutPrefix = "FWPM_CALLOUT_";
    private const string ConditionPrefix = "FWPM_CONDITION_";
    private const string LayerPrefix = "FWPM_LAYER_";

    private static readonly Lazy<NameTable> Table = new(NameTable.Load);

    /// <summary>The symbol of a sublayer key, or the key in braces.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text that Windows prints.</returns>
    public static string SubLayer(Guid key) => Table.Value.Name(SubLayerPrefix, key);

    /// <summary>The symbol of a provider key, or the key in braces.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text that Windows prints.</returns>
    public static string Provider(Guid key) => Table.Value.Name(ProviderPrefix, key);

    /// <summary>The symbol of a callout key, or the key in braces.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text that Windows prints.</returns>
    public static string Callout(Guid key) => Table.Value.Name(CalloutPrefix, key);

    /// <summary>The symbol of a condition field, or the key in braces.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text that Windows prints.</returns>
    public static string Condition(Guid key) => Table.Value.Name(ConditionPrefix, key);

    /// <summary>The symbol of a layer, or the key in braces.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text that Windows prints.</returns>
    public static string Layer(Guid key) => Table.Value.Name(LayerPrefix, key);

    /// <summary>The key that a text stands for: a symbol, or a key with or without braces.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key.</param>
    /// <returns>False when the text is neither a known symbol nor a key.</returns>
    public static bool TryParseKey(string text, out Guid key) =>
        Table.Value.TryFind(text, out key) || Guid.TryParse(text, out key);

    /// <summary>
    /// A key for a symbol that this library does not know, derived from the symbol alone, so that an import keeps it apart from
    /// all others and prints it back unchanged.
    /// </summary>
    /// <param name="symbol">The symbol.</param>
    /// <returns>The same key for the same symbol, in every process.</returns>
    public static Guid KeyForUnknownSymbol(string symbol)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(symbol), hash);
        return new Guid(hash[..16]);
    }

    /// <summary>A name without its prefix; names without the prefix stay as they are.</summary>
    /// <param name="name">The name.</param>
    /// <param name="prefix">The prefix.</param>
    /// <returns>The rest.</returns>
    internal static string Strip(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;

    /// <summary>Callouts that Windows registers itself, with the layer that they apply to where it is known.</summary>
    internal static IReadOnlyList<(Guid Key, string Name, string Layer)> BuiltInCallouts => Table.Value.Callouts;

    /// <summary>Sublayers that Windows adds itself.</summary>
    internal static IReadOnlyList<(Guid Key, string Name, ushort Weight)> BuiltInSubLayers => Table.Value.SubLayers;

    /// <summary>Providers that Windows adds itself.</summary>
    internal static IReadOnlyList<(Guid Key, string Name)> BuiltInProviders => Table.Value.Providers;

    private sealed class NameTable
    {
        private readonly Dictionary<string, Guid> _byName = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<(string Prefix, Guid Key), string> _byKey = [];

        internal List<(Guid Key, string Name, string Layer)> Callouts { get; } = [];

        internal List<(Guid Key, string Name, ushort Weight)> SubLayers { get; } = [];

        internal List<(Guid Key, string Name)> Providers { get; } = [];

        internal static NameTable Load()
        {
            NameTable table = new();
            foreach (string[] row in EmbeddedTable.Rows("wellknown.tsv"))
            {
                Guid key = Guid.Parse(row[2]);
                switch (row[0])
                {
                    case "sublayer":
                        table.Add(SubLayerPrefix, row[1], key);
                        table.SubLayers.Add((key, row[1], ushort.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture)));
                        break;
                    case "provider":
                        table.Add(ProviderPrefix, row[1], key);
                        table.Providers.Add((key, row[1]));
                        break;
                    default:
                        table.Add(CalloutPrefix, row[1], key);
                        table.Callouts.Add((key, row[1], row[3]));
                        break;
                }
            }

            foreach (KeyValuePair<string, Guid> field in LayerTable.ReadFields())
            {
                table.Add(ConditionPrefix, field.Key, field.Value);
            }

            foreach (LayerSchema layer in LayerCatalog.Current.Layers)
            {
                if (layer.HasPublicName)
                {
                    table.Add(LayerPrefix, layer.Name, layer.Key);
                }
            }

            return table;
        }

        internal string Name(string prefix, Guid key) =>
            _byKey.TryGetValue((prefix, key), out string? name) ? name : FwpText.Key(key);

        internal bool TryFind(string text, out Guid key) => _byName.TryGetValue(text, out key);

        private void Add(string prefix, string name, Guid key)
        {
            _byName[prefix + name] = key;
            _byKey[(prefix, key)] = prefix + name;
        }
    }
}
