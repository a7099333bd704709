using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetStackSim.Ndis;

/// <summary>Pages and reports as JSON: members in the order of the page, names in camel case made of the labels.</summary>
internal static class InspectorJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Render(InspectorPage page) => Render(json => Write(json, page));

    public static string Render(Action<Utf8JsonWriter> members)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    public static void Write(Utf8JsonWriter json, InspectorPage page)
    {
        json.WriteString("command", page.Command);
        json.WriteString("host", page.Host);
        json.WriteNumber("time_ns", page.TimeNs);
        json.WriteStartArray("sections");
        foreach (InspectorSection section in page.Sections)
        {
            json.WriteStartObject();
            Write(json, section);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, InspectorSection section)
    {
        json.WriteString("title", section.Title);
        if (section.Facts.Count > 0)
        {
            json.WriteStartObject("facts");
            foreach (InspectorFact fact in section.Facts)
            {
                Write(json, NameOf(fact.Name), fact.Value);
            }

            json.WriteEndObject();
        }

        if (section.Table is { } table)
        {
            WriteRows(json, table);
        }

        if (section.Lines.Count > 0)
        {
            WriteStrings(json, "lines", section.Lines);
        }
    }

    private static void WriteRows(Utf8JsonWriter json, InspectorTable table)
    {
        string[] names = [.. table.Columns.Select(NameOf)];
        json.WriteStartArray("rows");
        foreach (IReadOnlyList<InspectorValue> row in table.Rows)
        {
            json.WriteStartObject();
            for (int i = 0; i < names.Length; i++)
            {
                Write(json, names[i], row[i]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, InspectorValue value)
    {
        switch (value.Kind)
        {
            case InspectorValueKind.Number:
                json.WriteNumber(name, value.Number);
                break;
            case InspectorValueKind.Truth:
                json.WriteBoolean(name, value.Number != 0);
                break;
            default:
                json.WriteString(name, value.Text);
                break;
        }
    }

    // "Ndis API version" becomes "ndisApiVersion": letters and digits stay, every further word begins with a capital.
    private static string NameOf(string label)
    {
        StringBuilder name = new(label.Length);
        bool isStart = false;
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                isStart = name.Length > 0;
                continue;
            }

            name.Append(isStart ? char.ToUpper(c, CultureInfo.InvariantCulture) : char.ToLower(c, CultureInfo.InvariantCulture));
            isStart = false;
        }

        return name.ToString();
    }
}
