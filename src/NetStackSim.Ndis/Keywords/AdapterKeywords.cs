using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The keywords of a network driver: the Advanced tab as data, with its INF text, its checks, and its values for one adapter.</summary>
/// <remarks>Immutable.</remarks>
public sealed class AdapterKeywords
{
    private readonly KeywordDefinition[] _definitions;

    /// <summary>Makes a tab of definitions, in their order.</summary>
    /// <exception cref="ArgumentException">A keyword comes twice, or a default is no value of its keyword.</exception>
    public AdapterKeywords(params IEnumerable<KeywordDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        _definitions = [.. definitions];
        for (int i = 0; i < _definitions.Length; i++)
        {
            if (IndexOf(_definitions[i].Keyword) != i)
            {
                throw new ArgumentException($"{_definitions[i].Keyword} comes twice.", nameof(definitions));
            }

            if (!_definitions[i].TryValidate(_definitions[i].Default, out string? problem))
            {
                throw new ArgumentException($"The default of {_definitions[i].Keyword} is wrong: {problem}", nameof(definitions));
            }
        }
    }

    /// <summary>No keywords.</summary>
    public static AdapterKeywords None { get; } = new();

    /// <summary>The definitions, in the order of the tab.</summary>
    public IReadOnlyList<KeywordDefinition> Definitions => _definitions;

    /// <summary>The definition of a keyword; null when the driver has no such keyword.</summary>
    /// <param name="keyword">The name; case does not matter.</param>
    public KeywordDefinition? Find(string keyword) => IndexOf(keyword) is var at and >= 0 ? _definitions[at] : null;

    /// <summary>Checks a value before it is written.</summary>
    /// <param name="keyword">The keyword.</param>
    /// <param name="value">Its value.</param>
    /// <param name="problem">What is wrong; null when it is right.</param>
    public bool TryValidate(string keyword, string value, [NotNullWhen(false)] out string? problem)
    {
        if (Find(keyword) is { } definition)
        {
            return definition.TryValidate(value, out problem);
        }

        problem = $"The driver has no keyword '{keyword}'.";
        return false;
    }

    /// <summary>The value in force: what the registry holds if that is right, else the default.</summary>
    /// <exception cref="KeyNotFoundException">The driver has no such keyword.</exception>
    public string ValueOf(AdapterSettings settings, string keyword)
    {
        ArgumentNullException.ThrowIfNull(settings);
        KeywordDefinition definition = Find(keyword) ?? throw new KeyNotFoundException($"The driver has no keyword '{keyword}'.");
        return settings.Read(keyword) is { } text && definition.TryValidate(text, out _) ? text : definition.Default;
    }

    /// <summary>The Advanced tab of one adapter.</summary>
    public IReadOnlyList<AdvancedProperty> List(AdapterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<AdvancedProperty> lines = [];
        foreach (KeywordDefinition definition in _definitions)
        {
            if (!definition.IsDisplayed)
            {
                continue;
            }

            string? problem = null;
            bool holds = settings.Read(definition.Keyword) is { } text && definition.TryValidate(text, out problem);
            string value = holds ? settings.Read(definition.Keyword)! : definition.Default;
            lines.Add(new AdvancedProperty(definition.Keyword, definition.Display, value, definition.DisplayOf(value), value == definition.Default, problem));
        }

        return lines;
    }

    /// <summary>The Advanced tab of one adapter as a text table.</summary>
    public string ToText(AdapterSettings settings)
    {
        IReadOnlyList<AdvancedProperty> lines = List(settings);
        int wide = lines.Count == 0 ? 0 : lines.Max(line => line.Display.Length);
        int value = lines.Count == 0 ? 0 : lines.Max(line => line.DisplayValue.Length);
        StringBuilder text = new();
        foreach (AdvancedProperty line in lines)
        {
            text.Append(line.Display.PadRight(wide + 2)).Append(line.DisplayValue.PadRight(value + 2)).Append(line.Keyword).Append(" = ").Append(line.Value);
            text.Append(line.IsDefault ? string.Empty : "  (set)").Append(line.Problem is null ? string.Empty : $"  {line.Problem}").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The Advanced tab of one adapter as a JSON array.</summary>
    public string ToJson(AdapterSettings settings)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartArray();
            foreach (AdvancedProperty line in List(settings))
            {
                writer.WriteStartObject();
                writer.WriteString("keyword", line.Keyword);
                writer.WriteString("display", line.Display);
                writer.WriteString("value", line.Value);
                writer.WriteString("displayValue", line.DisplayValue);
                writer.WriteBoolean("isDefault", line.IsDefault);
                if (line.Problem is not null)
                {
                    writer.WriteString("problem", line.Problem);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The AddReg section of an INF that describes these keywords (HKR, Ndi\Params\...).</summary>
    /// <param name="section">Name of the section.</param>
    public string ToInf(string section) => KeywordInf.Write(section, _definitions);

    private int IndexOf(string keyword) => Array.FindIndex(_definitions, definition => string.Equals(definition.Keyword, keyword, StringComparison.OrdinalIgnoreCase));
}
