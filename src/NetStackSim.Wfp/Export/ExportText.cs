using System.IO.Compression;
using System.Text;

namespace NetStackSim.Wfp;

/// <summary>
/// The text of an export on its way to an XML reader, block by block: plain or gzip, UTF-8 or UTF-16. Refuses what no <c>netsh</c> writes
/// before the reader sees it, because what a reader does with many attributes in one tag grows with the square of their number; and makes
/// the declaration of a later document an instruction, which the reader passes over.
/// </summary>
internal sealed class ExportText : TextReader
{
    /// <summary>Larger files are refused; the exports of real machines have a few megabytes.</summary>
    internal const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Longer tags are refused; real ones have one attribute and less than 100 characters.</summary>
    internal const int MaxTagCharacters = 4096;

    /// <summary>Longer texts are refused; real ones have less than 5,000 characters.</summary>
    internal const int MaxTextCharacters = 1 << 22;

    // Not a character of XML: bytes that are no text become an error of the reader, with their line.
    private const string NoText = "\uFFFF";

    private readonly StreamReader _source;
    private Place _place;
    private int _length;
    private char _quote;
    private char _last;
    private char _lastButOne;
    private long _read;
    private int _line = 1;

    private ExportText(StreamReader source) => _source = source;

    private enum Place
    {
        Text,
        Opening,
        Bang,
        Target,
        Tag,
        Quoted,
        Instruction,
        Comment,
        CData,
    }

    /// <summary>True when lines end as on Windows.</summary>
    internal bool HasWindowsLines { get; private set; }

    /// <summary>True when the file starts with a byte-order mark of UTF-8.</summary>
    internal bool HasByteOrderMark { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file; not disposed.</param>
    /// <exception cref="PolicyException">The file is too large, or no gzip file although it starts like one.</exception>
    /// <exception cref="InvalidDataException">The gzip file is damaged.</exception>
    internal static ExportText Open(Stream file)
    {
        ExportStream stream = new(file, MaxBytes);
        if (stream.Head.StartsWith<byte>([0x1F, 0x8B]))
        {
            stream = new ExportStream(new GZipStream(stream, CompressionMode.Decompress), MaxBytes);
        }

        (Encoding encoding, bool hasMark) = EncodingOf(stream.Head);
        return new ExportText(new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false)) { HasByteOrderMark = hasMark };
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        int read = _source.Read(buffer, index, count);
        Span<char> block = buffer.AsSpan(index, read);
        int at = 0;
        while (at < block.Length)
        {
            at = Step(block, at);
        }

        if (read > 0)
        {
            _lastButOne = read > 1 ? block[^2] : _last;
            _last = block[^1];
        }

        _line += block.Count('\n');
        _read += read;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private static (Encoding Encoding, bool HasMark) EncodingOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, ..] => (Strict(Encoding.Unicode), false),
        [0xFE, 0xFF, ..] => (Strict(Encoding.BigEndianUnicode), false),
        [(byte)'<', 0, ..] => (Strict(Encoding.Unicode), false),
        [0, (byte)'<', ..] => (Strict(Encoding.BigEndianUnicode), false),
        _ => (Strict(Encoding.UTF8), head.StartsWith<byte>([0xEF, 0xBB, 0xBF])),
    };

    private static Encoding Strict(Encoding encoding) =>
        Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText));

    // Looks at the text from a place on; returns how far the place goes in this block, or one character further.
    private int Step(Span<char> block, int at) => _place switch
    {
        Place.Text => Find(block, at, "<", MaxTextCharacters, "a text", Place.Opening),
        Place.Opening => Open(block, at),
        Place.Bang => Enter(block[at] switch { '-' => Place.Comment, '[' => Place.CData, _ => Place.Tag }, at),
        Place.Target => Target(block, at),
        Place.Tag => Tag(block, at),
        Place.Quoted => Find(block, at, [_quote], MaxTagCharacters, "a tag", Place.Tag),
        Place.Instruction => Close(block, at, '?', '?'),
        Place.Comment => Close(block, at, '-', '-'),
        _ => Close(block, at, ']', ']'),
    };

    private int Enter(Place place, int at)
    {
        _place = place;
        _length = 0;
        return at + 1;
    }

    private int Open(Span<char> block, int at)
    {
        switch (block[at])
        {
            case '?':
                return Enter(Place.Target, at);
            case '!':
                return Enter(Place.Bang, at);
            default:
                Enter(Place.Tag, at);
                return at;
        }
    }

    // "xml" is a target only at the start of the first document; any other one that starts like it is an instruction of nobody's.
    private int Target(Span<char> block, int at)
    {
        const int first = 2;
        if (block[at] is 'x' or 'X' && _read + at != first)
        {
            block[at] = '_';
        }

        return Enter(Place.Instruction, at);
    }

    private int Tag(Span<char> block, int at)
    {
        int found = block[at..].IndexOfAny('>', '"', '\'');
        Lengthen(block, at, found < 0 ? block.Length - at : found, MaxTagCharacters, "a tag");
        if (found < 0)
        {
            return block.Length;
        }

        at += found;
        if (block[at] == '>')
        {
            return Enter(Place.Text, at);
        }

        // The length goes on counting: a value is a part of its tag.
        _quote = block[at];
        _place = Place.Quoted;
        return at + 1;
    }

    private int Find(Span<char> block, int at, ReadOnlySpan<char> end, int limit, string what, Place next)
    {
        int found = block[at..].IndexOf(end);
        Lengthen(block, at, found < 0 ? block.Length - at : found, limit, what);
        if (found < 0)
        {
            return block.Length;
        }

        if (next == Place.Tag)
        {
            _place = next;
            return at + found + 1;
        }

        NoteLines(block[at..(at + found)]);
        return Enter(next, at + found);
    }

    private int Close(Span<char> block, int at, char first, char second)
    {
        int found = block[at..].IndexOf('>');
        if (_place == Place.CData)
        {
            Lengthen(block, at, found < 0 ? block.Length - at : found, MaxTextCharacters, "a text");
        }

        if (found < 0)
        {
            return block.Length;
        }

        at += found;
        bool ends = Before(block, at, 1) == second && (_place == Place.Instruction || Before(block, at, 2) == first);
        return ends ? Enter(Place.Text, at) : at + 1;
    }

    private char Before(Span<char> block, int at, int distance) =>
        at >= distance ? block[at - distance] : distance - at == 1 ? _last : _lastButOne;

    private void Lengthen(Span<char> block, int at, int count, int limit, string what)
    {
        _length += count;
        if (_length > limit)
        {
            throw new PolicyException(new PolicyError(_line + block[..at].Count('\n'), "document", $"{what} of more than {limit} characters"));
        }
    }

    private void NoteLines(ReadOnlySpan<char> text) => HasWindowsLines |= text.Contains("\r\n", StringComparison.Ordinal);
}
