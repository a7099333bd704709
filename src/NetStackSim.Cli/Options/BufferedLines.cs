namespace NetStackSim.Cli.Options;

/// <summary>Lines of a UTF-8 file, one at a time, with a limit on their length.</summary>
internal sealed class BufferedLines : IDisposable
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly Stream _stream;
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The stream; disposed with this object.</param>
    /// <param name="maxBytes">The longest line.</param>
    public BufferedLines(Stream stream, int maxBytes)
    {
        _stream = stream;
        _buffer = new byte[maxBytes + 1];
    }

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>True when the line is longer than allowed; only its start was read.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its end; valid until the next call.</param>
    /// <returns>False at the end of the file.</returns>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        int length = FindEnd();
        line = _buffer.AsSpan(_start, Math.Max(length, 0));
        if (length < 0)
        {
            return false;
        }

        Number++;
        if (Number == 1 && line.StartsWith(ByteOrderMark))
        {
            line = line[ByteOrderMark.Length..];
        }

        _start = Math.Min(_start + length + 1, _end);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    // The length of the next line; -1 when there is none.
    private int FindEnd()
    {
        int searched = 0;
        while (true)
        {
            int at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return searched + at;
            }

            searched = _end - _start;
            if (!Fill())
            {
                return searched == 0 ? -1 : searched;
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            IsTooLong = true;
            return false;
        }

        int read = _stream.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
