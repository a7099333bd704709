using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The network layer of the stack as TCP sees it.</summary>
internal sealed class IpTransportNetwork(TcpIpStack stack) : ITransportNetwork
{
    /// <inheritdoc/>
    public DropPoint Drops => stack.Drops;

    /// <inheritdoc/>
    public NtStatus TryGetPath(in IpAddress destination, in IpAddress source, uint interfaceIndex, out ITransportPath? path)
    {
        NtStatus status = stack.Ip.TryGetPath(destination, source, interfaceIndex, out IpPath? found);
        path = found;
        return status;
    }

    /// <inheritdoc/>
    public void Send(ref NetBufferListChain chain, ITransportPath path) => stack.Ip.Send(ref chain, (IpPath)path);

    /// <inheritdoc/>
    public void ReturnReceived(ref NetBufferListChain chain) => stack.Ip.ReturnReceived(ref chain);

    /// <inheritdoc/>
    public bool IsLocalAddress(in IpAddress address) =>
        address.IsLoopback || stack.Ip.For(address.Family).FindLocal(address, null) is { IsUsable: true };

    /// <inheritdoc/>
    public void LowerPathMtu(in IpAddress destination, int mtu) => stack.Ip.LowerPathMtu(destination, mtu);

    /// <inheritdoc/>
    public uint CompartmentOf(uint interfaceIndex) => 1;
}
