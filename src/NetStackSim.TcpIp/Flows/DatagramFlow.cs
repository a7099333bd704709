using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>One authorised datagram flow: its direction never changes, it ends after a minute without traffic.</summary>
internal sealed class DatagramFlow(DatagramFlowKey key, InspectionDirection direction, UdpEndpoint? endpoint)
{
    internal DatagramFlowKey Key { get; } = key;

    internal InspectionDirection Direction { get; } = direction;

    internal UdpEndpoint? Endpoint { get; } = endpoint;

    internal InspectionState State { get; } = new();

    internal long LastUsed { get; set; }
}
