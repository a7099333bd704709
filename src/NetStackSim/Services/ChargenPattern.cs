namespace NetStackSim;

/// <summary>The popular pattern of RFC 864: lines of 72 printable characters, each line starts one character further; it repeats after 95 lines.</summary>
public static class ChargenPattern
{
    /// <summary>Characters of a line, without its end.</summary>
    public const int LineLength = 72;

    /// <summary>Bytes of a line with CR LF.</summary>
    public const int LineBytes = LineLength + 2;

    /// <summary>Bytes after which the stream repeats.</summary>
    public const int Period = Printable * LineBytes;

    private const int Printable = 95;
    private const byte First = (byte)' ';

    /// <summary>Fills memory with the stream.</summary>
    /// <param name="position">Position in the stream of the first byte.</param>
    /// <param name="destination">What to fill.</param>
    public static void Fill(long position, Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = At(position + i);
        }
    }

    private static byte At(long position)
    {
        int column = (int)(position % LineBytes);
        long line = position / LineBytes;
        return column switch
        {
            LineLength => (byte)'\r',
            LineLength + 1 => (byte)'\n',
            _ => (byte)(First + ((line + column) % Printable)),
        };
    }
}
