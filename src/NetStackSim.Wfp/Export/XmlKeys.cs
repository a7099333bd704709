namespace NetStackSim.Wfp;

/// <summary>
/// Keys in exports: symbols, keys in braces, or nothing. Symbols that this library does not know get a key of their own and are printed
/// back as they were.
/// </summary>
internal sealed class XmlKeys
{
    private readonly Dictionary<Guid, string> _unknown = [];

    /// <summary>The key that a text stands for; all zero for an empty text.</summary>
    internal Guid Read(XmlItem? item)
    {
        string text = item?.Text ?? string.Empty;
        if (text.Length == 0)
        {
            return Guid.Empty;
        }

        if (WellKnownNames.TryParseKey(text, out Guid key))
        {
            return key;
        }

        key = WellKnownNames.KeyForUnknownSymbol(text);
        _unknown[key] = text;
        return key;
    }

    /// <summary>The text of a key.</summary>
    internal string Write(Guid key, Func<Guid, string> symbol)
    {
        if (key == Guid.Empty)
        {
            return string.Empty;
        }

        return _unknown.TryGetValue(key, out string? text) ? text : symbol(key);
    }
}
