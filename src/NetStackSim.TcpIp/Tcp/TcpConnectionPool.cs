using NetStackSim.Kernel;

namespace NetStackSim.TcpIp;

/// <summary>Connection objects with their timer, ring and congestion control. What is out shows in leak reports.</summary>
internal sealed class TcpConnectionPool(TcpProtocol tcp) : KernelPool<TcpConnection>(tcp.Kernel.Pools, "tcp/connection")
{
    /// <inheritdoc/>
    protected override TcpConnection Create() => new(tcp);
}
