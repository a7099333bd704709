using System.Globalization;
using System.Text;

namespace NetStackSim.Scenarios;

/// <summary>One connection of a small HTTP client: one request after the other.</summary>
internal sealed class HttpClientConnection(SimTcpStream stream)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Bytes of bodies of <c>/bytes/N</c> that were right.</summary>
    public long PatternBytes { get; private set; }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>The status; 0 when the connection ended.</returns>
    public async Task<int> RequestAsync(string method, string path)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: server\r\n\r\n"));
        int status = 0;
        long length = 0;
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            if (status == 0)
            {
                status = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            {
                length = long.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture);
            }
        }

        await ReadBodyAsync(method == "HEAD" ? 0 : length, path.StartsWith("/bytes/", StringComparison.Ordinal));
        return status;
    }

    private async Task ReadBodyAsync(long length, bool isPattern)
    {
        for (long read = 0; read < length;)
        {
            if (_start == _end && !await FillAsync())
            {
                return;
            }

            int count = (int)Math.Min(_end - _start, length - read);
            if (isPattern && BytePattern.FindDifference(read, _buffer.AsSpan(_start, count)) < 0)
            {
                PatternBytes += count;
            }

            _start += count;
            read += count;
        }
    }

    private async Task<string?> ReadLineAsync()
    {
        StringBuilder line = new();
        while (_start < _end || await FillAsync())
        {
            char c = (char)_buffer[_start++];
            if (c == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(c);
        }

        return null;
    }

    private async Task<bool> FillAsync()
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer);
        return _end > 0;
    }
}
