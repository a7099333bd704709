using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes answers, one JSON object a line.</summary>
internal sealed class AnswerLines : IDisposable
{
    private const int FlushAt = 1 << 16;

    private readonly TextWriter _output;
    private readonly MemoryStream _buffer = new();
    private readonly Utf8JsonWriter _json;

    /// <summary>Makes a writer.</summary>
    /// <param name="output">Where the lines go.</param>
    public AnswerLines(TextWriter output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Writes an answer.</summary>
    public void Write(FlowAnswer answer)
    {
        answer.Write(_json);
        _json.Flush();
        _json.Reset();
        _buffer.WriteByte((byte)'\n');
        if (_buffer.Length > FlushAt)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        _json.Dispose();
    }

    private void Flush()
    {
        _output.Write(Encoding.UTF8.GetString(_buffer.GetBuffer(), 0, (int)_buffer.Length));
        _buffer.SetLength(0);
    }
}
