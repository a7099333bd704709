using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Copies of packets that raw endpoints do not get.</summary>
internal static class RawDrops
{
    internal static readonly DropCause ReceiveBufferFull = Make(32, "RawReceiveBufferFull", TransportDrop.SessionState);
    internal static readonly DropCause CopyFailed = Make(33, "RawCopyFailed", NetworkDrop.AllocationFailure);

    private static DropCause Make(ushort code, string name, DropReason discard) =>
        new(new DropReason(DropModule.Udp, code, name), InspectionLayer.InboundTransport, discard);
}
