using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>The Echo protocol over TCP (RFC 862): everything that arrives is sent back, from the memory it arrived in.</summary>
public sealed class EchoService : TcpService
{
    /// <summary>The well-known port.</summary>
    public const ushort DefaultPort = 7;

    private EchoService(SimKernel kernel, SimProcess? process)
        : base(kernel, "echo", process)
    {
    }

    /// <summary>Starts the service on every address of both families.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="port">The port; 0 picks one.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The running service; dispose it before the host stops.</returns>
    /// <exception cref="SocketStatusException">The port is taken, or a filter blocks it.</exception>
    public static EchoService Start(SimKernel kernel, ushort port = DefaultPort, SimProcess? process = null)
    {
        var service = new EchoService(kernel, process);
        service.Listen(port);
        return service;
    }

    private protected override ServiceConnection CreateConnection(WskConnectionSocket socket) => new EchoConnection(this, socket);
}
