using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace NetStackSim;

/// <summary>Parses request heads (RFC 9112 sections 3 and 5). Never throws; what is not understood is a status code.</summary>
internal static class HttpRequestParser
{
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Finds the end of a request head.</summary>
    /// <param name="data">Bytes received so far; empty lines before the request line count as part of the head.</param>
    /// <returns>Bytes of the head with its last line end; 0 when it is not complete.</returns>
    public static int FindEnd(ReadOnlySpan<byte> data)
    {
        int start = CountLeadingLineEnds(data);
        int position = start;
        while (position < data.Length)
        {
            int end = data[position..].IndexOf((byte)'\n');
            if (end < 0)
            {
                return 0;
            }

            int length = TrimLineEnd(data.Slice(position, end)).Length;
            position += end + 1;
            if (length == 0)
            {
                return position;
            }
        }

        return 0;
    }

    /// <summary>Parses a complete head.</summary>
    /// <param name="head">The head as <see cref="FindEnd"/> found it.</param>
    /// <returns>The request; its status is 0 when it can be served.</returns>
    public static HttpRequest Parse(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> rest = head[CountLeadingLineEnds(head)..];
        HttpRequest request = ParseRequestLine(NextLine(ref rest));
        bool hasHost = false;
        while (request.Status == 0 && !rest.IsEmpty)
        {
            ReadOnlySpan<byte> line = NextLine(ref rest);
            if (!line.IsEmpty)
            {
                request = ParseField(line, request, ref hasHost);
            }
        }

        // RFC 9112 section 3.2: a request of version 1.1 without Host, or with two, is bad.
        return request.Status == 0 && request.MinorVersion >= 1 && !hasHost ? HttpRequest.Bad : request;
    }

    private static HttpRequest ParseRequestLine(ReadOnlySpan<byte> line)
    {
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first + 1 || line[..first].ContainsAnyExcept(TokenBytes))
        {
            return HttpRequest.Bad;
        }

        ReadOnlySpan<byte> target = line[(first + 1)..last];
        ReadOnlySpan<byte> version = line[(last + 1)..];
        if (target.Contains((byte)' ') || version.Length != 8 || !version.StartsWith("HTTP/"u8) || !char.IsAsciiDigit((char)version[7]) || version[6] != '.')
        {
            return HttpRequest.Bad;
        }

        if (version[5] != '1')
        {
            return HttpRequest.Bad with { Status = 505 };
        }

        int minor = version[7] - '0';
        bool isHead = line[..first].SequenceEqual("HEAD"u8);
        bool isKnown = isHead || line[..first].SequenceEqual("GET"u8);
        string? path = PathOf(target);
        return new HttpRequest
        {
            Status = path is null ? 400 : isKnown ? 0 : 405,
            IsHead = isHead,
            Path = path ?? "",
            MinorVersion = minor,
            KeepAlive = minor >= 1 && isKnown && path is not null,
        };
    }

    // Origin form, or the absolute form that a proxy would get (RFC 9112 section 3.2.2); the query has no meaning here.
    private static string? PathOf(ReadOnlySpan<byte> target)
    {
        if (target.StartsWith("http://"u8))
        {
            target = target["http://".Length..];
            int slash = target.IndexOf((byte)'/');
            target = slash < 0 ? "/"u8 : target[slash..];
        }

        int query = target.IndexOf((byte)'?');
        target = query < 0 ? target : target[..query];
        if (target.IsEmpty || target[0] != '/' || target.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E))
        {
            return null;
        }

        return Encoding.ASCII.GetString(target);
    }

    private static HttpRequest ParseField(ReadOnlySpan<byte> line, HttpRequest request, ref bool hasHost)
    {
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
        {
            // Also folded lines and names with a space before the colon (RFC 9112 sections 5.1 and 5.2).
            return HttpRequest.Bad;
        }

        ReadOnlySpan<byte> name = line[..colon];
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        if (Is(name, "host"u8))
        {
            bool twice = hasHost;
            hasHost = true;
            return twice ? HttpRequest.Bad : request;
        }

        if (Is(name, "connection"u8))
        {
            return Contains(value, "close"u8) ? request with { KeepAlive = false }
                : Contains(value, "keep-alive"u8) ? request with { KeepAlive = true }
                : request;
        }

        // A body that we would have to read to find the next request: neither GET nor HEAD has a use for one.
        bool hasBody = Is(name, "transfer-encoding"u8) || (Is(name, "content-length"u8) && !IsZero(value));
        return hasBody ? HttpRequest.Bad : request;
    }

    private static bool IsZero(ReadOnlySpan<byte> value) => Utf8Parser.TryParse(value, out long number, out int used) && used == value.Length && number == 0;

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase) => Ascii.EqualsIgnoreCase(name, lowerCase);

    private static bool Contains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> lowerCase)
    {
        foreach (Range range in list.Split((byte)','))
        {
            if (Is(list[range].Trim(" \t"u8), lowerCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int CountLeadingLineEnds(ReadOnlySpan<byte> data)
    {
        int other = data.IndexOfAnyExcept((byte)'\r', (byte)'\n');
        return other < 0 ? data.Length : other;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = TrimLineEnd(end < 0 ? rest : rest[..end]);
        rest = end < 0 ? default : rest[(end + 1)..];
        return line;
    }

    private static ReadOnlySpan<byte> TrimLineEnd(ReadOnlySpan<byte> line) => line is [.. var start, (byte)'\r'] ? start : line;
}
