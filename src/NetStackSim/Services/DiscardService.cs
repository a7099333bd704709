using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>The Discard protocol over TCP (RFC 863): everything that arrives is thrown away where it lies; nothing is copied.</summary>
public sealed class DiscardService : TcpService
{
    /// <summary>The well-known port.</summary>
    public const ushort DefaultPort = 9;

    private DiscardService(SimKernel kernel, SimProcess? process)
        : base(kernel, "discard", process)
    {
    }

    /// <summary>Starts the service on every address of both families.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="port">The port; 0 picks one.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The running service; dispose it before the host stops.</returns>
    /// <exception cref="SocketStatusException">The port is taken, or a filter blocks it.</exception>
    public static DiscardService Start(SimKernel kernel, ushort port = DefaultPort, SimProcess? process = null)
    {
        var service = new DiscardService(kernel, process);
        service.Listen(port);
        return service;
    }

    private protected override ServiceConnection CreateConnection(WskConnectionSocket socket) => new DiscardConnection(this, socket);
}
