using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Datagrams that UDP gives up.</summary>
internal static class UdpDrops
{
    internal static readonly DropCause HeaderTooShort = Make(1, "HeaderTooShort", TransportDrop.HeaderInvalid);
    internal static readonly DropCause LengthBelowHeader = Make(2, "LengthBelowHeader", TransportDrop.HeaderInvalid);
    internal static readonly DropCause LengthBeyondPayload = Make(3, "LengthBeyondPayload", TransportDrop.HeaderInvalid);
    internal static readonly DropCause BadChecksum = Make(4, "BadChecksum", TransportDrop.ChecksumInvalid);
    internal static readonly DropCause ZeroChecksum = Make(5, "ZeroChecksum", TransportDrop.ChecksumInvalid);
    internal static readonly DropCause DestinationPortZero = Make(6, "DestinationPortZero", TransportDrop.HeaderInvalid);
    internal static readonly DropCause NoEndpoint = Make(7, "NoEndpoint", NetworkDrop.PortUnreachable, InspectionLayer.InboundNetwork);
    internal static readonly DropCause NoEndpointForGroup = Make(8, "NoEndpointForGroup", NetworkDrop.PortUnreachable, InspectionLayer.InboundNetwork);
    internal static readonly DropCause NotTheRemote = Make(9, "NotTheRemote", TransportDrop.ConnectedPath);
    internal static readonly DropCause ReceiveBufferFull = Make(10, "ReceiveBufferFull", TransportDrop.SessionState);
    internal static readonly DropCause DuplicateAllocation = Make(11, "DuplicateAllocation", NetworkDrop.AllocationFailure);

    private static DropCause Make(ushort code, string name, DropReason discard, InspectionLayer layer = InspectionLayer.InboundTransport) =>
        new(new DropReason(DropModule.Udp, code, name), layer, discard);
}
