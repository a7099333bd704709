using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>The NDIS protocol driver "TCPIP": one <see cref="EthernetLink"/> and one interface for each adapter it is bound to.</summary>
internal sealed class TcpIpProtocolDriver(TcpIpStack stack) : IProtocolDriver
{
    /// <summary>The name it registers under.</summary>
    internal const string Name = TcpIpStack.ProtocolName;

    /// <inheritdoc/>
    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        if (parameters.Attributes.IfType != IpInterface.EthernetType)
        {
            protocol = null;
            return NdisStatus.UnsupportedMedia;
        }

        EthernetLink link = new(stack, binding, parameters);
        protocol = link;
        return NtStatus.Success;
    }
}
