using System.Globalization;
using System.Text;

namespace NetStackSim.Ndis;

/// <summary>Writes definitions of keywords in the shape of an INF file.</summary>
internal static class KeywordInf
{
    internal static string Write(string section, ReadOnlySpan<KeywordDefinition> definitions)
    {
        StringBuilder text = new($"[{section}]\n");
        foreach (KeywordDefinition definition in definitions)
        {
            if (!definition.IsDisplayed)
            {
                // Not a parameter of the tab: the value itself, a number.
                text.Append(CultureInfo.InvariantCulture, $"HKR,, {definition.Keyword}, 0x00010001, {definition.Default}\n");
                continue;
            }

            string key = $@"HKR, Ndi\Params\{definition.Keyword}";
            Line(text, key, "ParamDesc", Quoted(definition.Display));
            Line(text, key, "Type", Quoted(TypeOf(definition.Type)));
            Line(text, key, "Default", Quoted(definition.Default));
            if (definition.IsOptional)
            {
                Line(text, key, "Optional", "\"1\"");
            }

            WriteLimits(text, key, definition);
            foreach (KeywordChoice choice in definition.Choices)
            {
                Line(text, key + @"\Enum", Quoted(choice.Value), Quoted(choice.Display));
            }
        }

        return text.ToString();
    }

    private static void WriteLimits(StringBuilder text, string key, KeywordDefinition definition)
    {
        if (definition.Type == KeywordType.Int)
        {
            Line(text, key, "Min", Quoted(definition.Minimum));
            Line(text, key, "Max", Quoted(definition.Maximum));
            Line(text, key, "Step", Quoted(definition.Step));
            Line(text, key, "Base", Quoted(definition.Base));
        }
        else if (definition.Type == KeywordType.Edit)
        {
            Line(text, key, "LimitText", Quoted(definition.LimitText));
            Line(text, key, "UpperCase", "\"1\"");
        }
    }

    private static void Line(StringBuilder text, string key, string name, string value) => text.Append(key).Append(", ").Append(name).Append(", 0, ").Append(value).Append('\n');

    private static string Quoted(long value) => Quoted(value.ToString(CultureInfo.InvariantCulture));

    private static string Quoted(string value) => $"\"{value}\"";

    private static string TypeOf(KeywordType type) => type switch
    {
        KeywordType.Int => "int",
        KeywordType.Edit => "edit",
        _ => "enum",
    };
}
