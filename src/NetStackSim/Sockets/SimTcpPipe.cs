using System.IO.Pipelines;
using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// A TCP connection as an <see cref="IDuplexPipe"/>: the reader's sequence lies in the received lists themselves, the writer's blocks leave by
/// reference, so that nothing is copied in either direction.
/// </summary>
public sealed class SimTcpPipe : IDuplexPipe
{
    private readonly WskPipeReader _reader;
    private readonly WskPipeWriter _writer;

    internal SimTcpPipe(SimKernel kernel, WskConnectionSocket socket)
    {
        Socket = socket;
        var lifetime = new PipeLifetime(kernel, socket);
        _reader = new WskPipeReader(kernel, socket, lifetime);
        _writer = new WskPipeWriter(kernel, socket, lifetime);
        _reader.Start();
    }

    /// <summary>The WSK socket below.</summary>
    public WskConnectionSocket Socket { get; }

    /// <summary>Received data. Completing it drops what has not been read; the connection closes when both sides are complete.</summary>
    public PipeReader Input => _reader;

    /// <summary>Data to send. Completing it sends FIN behind everything written.</summary>
    public PipeWriter Output => _writer;
}
