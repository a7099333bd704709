using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>The Character Generator protocol over TCP (RFC 864): an endless pattern, sent by reference from one buffer, until the peer ends.</summary>
public sealed class ChargenService : TcpService
{
    /// <summary>The well-known port.</summary>
    public const ushort DefaultPort = 19;

    private const int PeriodsPerChunk = 4;

    // Written once, before the first connection; every send of every connection refers to it.
    private readonly byte[] _pattern = GC.AllocateUninitializedArray<byte>(PeriodsPerChunk * ChargenPattern.Period, pinned: true);

    private ChargenService(SimKernel kernel, SimProcess? process)
        : base(kernel, "chargen", process)
    {
        ChargenPattern.Fill(0, _pattern);
    }

    /// <summary>Starts the service on every address of both families.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="port">The port; 0 picks one.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The running service; dispose it before the host stops.</returns>
    /// <exception cref="SocketStatusException">The port is taken, or a filter blocks it.</exception>
    public static ChargenService Start(SimKernel kernel, ushort port = DefaultPort, SimProcess? process = null)
    {
        var service = new ChargenService(kernel, process);
        service.Listen(port);
        return service;
    }

    private protected override ServiceConnection CreateConnection(WskConnectionSocket socket) => new ChargenConnection(this, socket, _pattern);
}
