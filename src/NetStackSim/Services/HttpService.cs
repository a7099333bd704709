using System.Globalization;
using NetStackSim.Kernel;
using NetStackSim.Transport;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// A small HTTP/1.1 server: GET and HEAD, connections that stay open. <c>/</c> shows the host itself, <c>/bytes/N</c> sends N bytes of
/// <see cref="BytePattern"/> by reference from one buffer.
/// </summary>
public sealed class HttpService : TcpService
{
    /// <summary>The well-known port.</summary>
    public const ushort DefaultPort = 80;

    /// <summary>Bytes of a body in one send.</summary>
    internal const int ChunkSize = 64 * 1024;

    private const string BytesPath = "/bytes/";

    private readonly INetworkStore _store;

    private HttpService(SimKernel kernel, INetworkStore store, SimProcess? process)
        : base(kernel, "http", process)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        BytePattern.Fill(0, Pattern);
    }

    /// <summary>One period of the pattern and a chunk more, so that a chunk can start anywhere in it.</summary>
    internal byte[] Pattern { get; } = GC.AllocateUninitializedArray<byte>(BytePattern.Period + ChunkSize, pinned: true);

    /// <summary>Starts the service on every address of both families.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="store">The tables of its stack, for the page.</param>
    /// <param name="port">The port; 0 picks one.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The running service; dispose it before the host stops.</returns>
    /// <exception cref="SocketStatusException">The port is taken, or a filter blocks it.</exception>
    public static HttpService Start(SimKernel kernel, INetworkStore store, ushort port = DefaultPort, SimProcess? process = null)
    {
        var service = new HttpService(kernel, store, process);
        service.Listen(port);
        return service;
    }

    /// <summary>What a path is answered with.</summary>
    internal HttpResponse Respond(string path)
    {
        if (path == "/")
        {
            return HttpResponse.Html(HostPage.Render(Kernel, _store));
        }

        if (!path.StartsWith(BytesPath, StringComparison.Ordinal))
        {
            return HttpResponse.Error(404);
        }

        return long.TryParse(path.AsSpan(BytesPath.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? HttpResponse.Bytes(count)
            : HttpResponse.Error(400);
    }

    private protected override ServiceConnection CreateConnection(WskConnectionSocket socket) => new HttpConnection(this, socket);
}
