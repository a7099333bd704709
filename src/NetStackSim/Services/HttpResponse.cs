using System.Globalization;
using System.Text;

namespace NetStackSim;

/// <summary>The answer to a request: a head, and a body that is a page of its own or a stretch of the shared pattern.</summary>
/// <param name="Status">Status code.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="Page">The body; null for <paramref name="Length"/> bytes of <see cref="BytePattern"/>.</param>
/// <param name="Length">Bytes of the body.</param>
internal readonly record struct HttpResponse(int Status, string ContentType, byte[]? Page, long Length)
{
    private const string Text = "text/plain; charset=utf-8";

    /// <summary>A page.</summary>
    public static HttpResponse Html(string page)
    {
        byte[] body = Encoding.UTF8.GetBytes(page);
        return new HttpResponse(200, "text/html; charset=utf-8", body, body.Length);
    }

    /// <summary>A stretch of the pattern.</summary>
    public static HttpResponse Bytes(long count) => new(200, "application/octet-stream", null, count);

    /// <summary>An error with a line of text.</summary>
    public static HttpResponse Error(int status)
    {
        byte[] body = Encoding.ASCII.GetBytes($"{status} {Reason(status)}\n");
        return new HttpResponse(status, Text, body, body.Length);
    }

    /// <summary>The status line and the fields, with the empty line behind them.</summary>
    /// <param name="keepAlive">False announces that the connection ends.</param>
    /// <param name="now">The host's clock.</param>
    public byte[] BuildHead(bool keepAlive, DateTimeOffset now)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {Reason(Status)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Date: {now:R}\r\nServer: NetStackSim\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {ContentType}\r\nContent-Length: {Length}\r\n");
        head.Append(Status == 405 ? "Allow: GET, HEAD\r\n" : "");
        head.Append(keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
        return Encoding.ASCII.GetBytes(head.ToString());
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        431 => "Request Header Fields Too Large",
        505 => "HTTP Version Not Supported",
        _ => "Error",
    };
}
