using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Flow authorisation of UDP and ICMP: the first datagram to or from a peer is shown at Connect or Accept, the following ones are not.</summary>
/// <remarks>Costs nothing while none of its layers is armed: flows are made only then. A raised policy epoch authorises anew.</remarks>
internal sealed class DatagramFlows(SimKernel kernel, InspectionPoints points, DropPoint drops)
{
    private const long Lifetime = 60_000_000_000;
    private const int Capacity = 16_384;

    private readonly Dictionary<DatagramFlowKey, DatagramFlow> _flows = [];
    private readonly FamilyPoints _v4 = new(points, IpFamily.V4);
    private readonly FamilyPoints _v6 = new(points, IpFamily.V6);
    private ulong _lastFlowId;

    /// <summary>Asks about a received datagram; data at the payload (ICMP: at its header).</summary>
    internal FlowDecision Inbound(NetBufferList list, UdpEndpoint? endpoint, ushort localPort, ushort remotePort)
    {
        FamilyPoints at = For(list.Network.Source.Family);
        return at.IsArmed ? Authorise(at, list, endpoint, localPort, remotePort, InspectionDirection.Inbound) : FlowDecision.Go;
    }

    /// <summary>Asks about a datagram to be sent; data at the transport header, addresses in <see cref="NetBufferList.Network"/>.</summary>
    internal FlowDecision Outbound(NetBufferList list, UdpEndpoint? endpoint, ushort localPort, ushort remotePort)
    {
        FamilyPoints at = For(list.Network.Source.Family);
        return at.IsArmed ? Authorise(at, list, endpoint, localPort, remotePort, InspectionDirection.Outbound) : FlowDecision.Go;
    }

    /// <summary>The state of the flow that a datagram belongs to; null when flows are not kept.</summary>
    internal InspectionState? StateOf(in DatagramFlowKey key) => _flows.GetValueOrDefault(key)?.State;

    /// <summary>An endpoint goes: so do its flows.</summary>
    internal void Forget(UdpEndpoint endpoint)
    {
        foreach (DatagramFlowKey key in endpoint.FlowKeys)
        {
            if (_flows.TryGetValue(key, out DatagramFlow? flow) && flow.Endpoint == endpoint)
            {
                _flows.Remove(key);
            }
        }

        endpoint.FlowKeys.Clear();
    }

    private FamilyPoints For(IpFamily family) => family == IpFamily.V4 ? _v4 : _v6;

    private FlowDecision Authorise(
        FamilyPoints at, NetBufferList list, UdpEndpoint? endpoint, ushort localPort, ushort remotePort, InspectionDirection direction)
    {
        bool inbound = direction == InspectionDirection.Inbound;
        ref NetworkLayerInfo network = ref list.Network;
        IpAddress local = inbound ? network.Destination : network.Source;
        IpAddress remote = inbound ? network.Source : network.Destination;
        DatagramFlowKey key = new(local, remote, localPort, remotePort, network.Protocol);
        if (_flows.TryGetValue(key, out DatagramFlow? flow) && kernel.Now - flow.LastUsed <= Lifetime)
        {
            flow.LastUsed = kernel.Now;
            return flow.State.PolicyEpoch == points.PolicyEpoch ? FlowDecision.Go : Ask(at, list, flow, inbound, isNew: false);
        }

        flow = new DatagramFlow(key, direction, endpoint) { LastUsed = kernel.Now };
        flow.State.FlowId = ++_lastFlowId;
        FlowDecision decision = Ask(at, list, flow, inbound, isNew: true);
        if (decision == FlowDecision.Go)
        {
            Remember(flow);
            Establish(at, list, flow, inbound);
        }

        return decision;
    }

    // The layer is that of the flow's direction, whichever way this datagram goes.
    private FlowDecision Ask(FamilyPoints at, NetBufferList list, DatagramFlow flow, bool inbound, bool isNew)
    {
        flow.State.PolicyEpoch = points.PolicyEpoch;
        InspectionPoint point = flow.Direction == InspectionDirection.Inbound ? at.Accept : at.Connect;
        if (point.Handler is not { } handler)
        {
            return FlowDecision.Go;
        }

        InspectionContext context = Describe(list, flow, inbound);
        context.Flags |= isNew ? InspectionFlags.None : InspectionFlags.Reauthorize;
        InspectionAction action = PacketInspection.Run(point, handler, ref context, drops);
        if (action == InspectionAction.Permit)
        {
            return FlowDecision.Go;
        }

        _flows.Remove(flow.Key);
        return action == InspectionAction.Block ? FlowDecision.Blocked : FlowDecision.Absorbed;
    }

    private void Establish(FamilyPoints at, NetBufferList list, DatagramFlow flow, bool inbound)
    {
        if (at.Established.Handler is { } handler)
        {
            InspectionContext context = Describe(list, flow, inbound);
            handler.Inspect(at.Established, ref context);
        }
    }

    private static InspectionContext Describe(NetBufferList list, DatagramFlow flow, bool inbound)
    {
        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound);
        PacketInspection.DescribePorts(ref context, flow.Key.LocalPort, flow.Key.RemotePort);
        context.State = flow.State;
        context.Process = flow.Endpoint?.Process;
        context.EndpointHandle = flow.Endpoint?.Handle ?? 0;
        return context;
    }

    // A full table forgets all: flows are authorised anew, which is safe, and happens under attack only.
    private void Remember(DatagramFlow flow)
    {
        if (_flows.Count >= Capacity)
        {
            _flows.Clear();
        }

        _flows[flow.Key] = flow;
        if (flow.Endpoint is { } endpoint)
        {
            // Keys of flows that ended stay until there are many: they cost a failed look-up at close.
            if (endpoint.FlowKeys.Count >= Capacity)
            {
                endpoint.FlowKeys.Clear();
            }

            endpoint.FlowKeys.Add(flow.Key);
        }
    }

    private sealed class FamilyPoints(InspectionPoints points, IpFamily family)
    {
        internal InspectionPoint Accept { get; } = points[InspectionLayer.Accept, family];

        internal InspectionPoint Connect { get; } = points[InspectionLayer.Connect, family];

        internal InspectionPoint Established { get; } = points[InspectionLayer.FlowEstablished, family];

        internal bool IsArmed => Accept.Handler is not null || Connect.Handler is not null || Established.Handler is not null;
    }
}
