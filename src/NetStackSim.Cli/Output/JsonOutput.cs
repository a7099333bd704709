using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetStackSim.Cli.Output;

/// <summary>One JSON document as text: indented, line feeds, a line end at the end; the same bytes for the same values.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="content">Writes the members.</param>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> content) => output.Write(Encoding.UTF8.GetString(ToBytes(content)));

    /// <summary>The document as UTF-8.</summary>
    /// <param name="content">Writes the members.</param>
    public static byte[] ToBytes(Action<Utf8JsonWriter> content)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Options))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Writes a 64-bit number that is no quantity (a digest, an id) as text: JSON readers round numbers above 2^53.</summary>
    public static void WriteHex(this Utf8JsonWriter writer, string name, ulong value) => writer.WriteString(name, value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
}
