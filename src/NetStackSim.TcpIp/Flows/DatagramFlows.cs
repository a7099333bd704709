using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Flow authorisation of UDP and ICMP: the first datagram to or from a peer is shown at Connect or Accept, the following ones are not.</summary>
/// <remarks>Costs nothing while none of its layers is armed: flows are made only then. A raised policy epoch authorises anew.</remarks>
internal sealed partial class DatagramFlows : ITimerTarget
{
    private const int Capacity = 16_384;

    private readonly SimKernel _kernel;
    private readonly InspectionPoints _points;
    private readonly DropPoint _drops;
    private readonly Dictionary<DatagramFlowKey, DatagramFlow> _flows = [];
    private readonly List<DatagramFlow> _inOrder = [];
    private readonly FamilyPoints _v4;
    private readonly FamilyPoints _v6;
    private readonly KernelTimer _timer;
    private ulong _lastFlowId;
    private ulong _lastEchoHandle;
    private int _groups;

    internal DatagramFlows(SimKernel kernel, InspectionPoints points, DropPoint drops)
    {
        _kernel = kernel;
        _points = points;
        _drops = drops;
        _v4 = new FamilyPoints(points, IpFamily.V4);
        _v6 = new FamilyPoints(points, IpFamily.V6);
        _timer = new KernelTimer(kernel.BootProcessor, this);
    }

    internal int Count => _flows.Count;

    /// <summary>Asks about a received datagram; data at the payload (ICMP: at its header).</summary>
    /// <param name="list">The datagram.</param>
    /// <param name="endpoint">Whose it is; null for an echo request.</param>
    /// <param name="localPort">Our port, or the type of an echo request.</param>
    /// <param name="remotePort">The peer's port, or the code.</param>
    /// <param name="echo">The ICMP header of an echo; empty for everything else.</param>
    internal FlowDecision Inbound(NetBufferList list, UdpEndpoint? endpoint, ushort localPort, ushort remotePort, ReadOnlySpan<byte> echo = default)
    {
        FamilyPoints at = For(list, endpoint);
        if (!at.IsArmed)
        {
            return FlowDecision.Go;
        }

        ref NetworkLayerInfo network = ref list.Network;
        DatagramFlowKey key = new(network.Destination, network.Source, localPort, remotePort, network.Protocol, EchoId(echo));
        DatagramFlow? flow = Find(key) ?? FindLoose(key, endpoint);
        return flow is not null
            ? Pass(at, list, flow, inbound: true, echo)
            : Begin(at, list, new DatagramFlow(key, InspectionDirection.Inbound, endpoint), echo);
    }

    /// <summary>Asks about a datagram to be sent; data at the transport header, addresses in <see cref="NetBufferList.Network"/>.</summary>
    /// <param name="list">The datagram.</param>
    /// <param name="endpoint">Whose it is; null for an echo request.</param>
    /// <param name="localPort">Our port, or the type of an echo request.</param>
    /// <param name="remotePort">The peer's port, or the code.</param>
    /// <param name="redirect">Who redirected it; null when nobody did.</param>
    /// <param name="echo">The ICMP header of an echo; empty for everything else.</param>
    internal FlowDecision Outbound(
        NetBufferList list,
        UdpEndpoint? endpoint,
        ushort localPort,
        ushort remotePort,
        RedirectRequest? redirect = null,
        ReadOnlySpan<byte> echo = default)
    {
        FamilyPoints at = For(list, endpoint);
        if (!at.IsArmed)
        {
            return FlowDecision.Go;
        }

        ref NetworkLayerInfo network = ref list.Network;
        DatagramFlowKey key = new(network.Source, network.Destination, localPort, remotePort, network.Protocol, EchoId(echo));
        if (Find(key) is { } known)
        {
            return Pass(at, list, known, inbound: false, echo);
        }

        DatagramFlow flow = new(key, InspectionDirection.Outbound, endpoint) { Redirect = redirect };
        return endpoint is null && !AssignEcho(at, list, flow) ? FlowDecision.Blocked : Begin(at, list, flow, echo);
    }

    /// <summary>Authorises a flow when a socket is connected to a peer; the first datagram establishes it.</summary>
    /// <returns>Success, or AccessDenied.</returns>
    internal NtStatus Connect(UdpEndpoint endpoint, in DatagramFlowKey key, RedirectRequest? redirect)
    {
        FamilyPoints at = endpoint.Family == IpFamily.V4 ? _v4 : _v6;
        if (!at.IsArmed || Find(key) is not null)
        {
            return NtStatus.Success;
        }

        DatagramFlow flow = new(key, InspectionDirection.Outbound, endpoint) { Redirect = redirect };
        Touch(flow);
        flow.State.FlowId = ++_lastFlowId;
        flow.State.PolicyEpoch = _points.PolicyEpoch;
        InspectionContext context = Describe(flow, at.Family);
        if (Decide(at, flow, ref context) != InspectionAction.Permit)
        {
            flow.State.End();
            return NtStatus.AccessDenied;
        }

        Remember(flow);
        return NtStatus.Success;
    }

    /// <summary>The state of the flow that a datagram belongs to; null when flows are not kept.</summary>
    internal InspectionState? StateOf(in DatagramFlowKey key) => Find(key)?.State;

    /// <summary>True while a flow that was authorised lives.</summary>
    internal bool IsAlive(in DatagramFlowKey key) => Find(key) is not null;

    /// <summary>An endpoint goes: so do its flows.</summary>
    internal void Forget(UdpEndpoint endpoint)
    {
        foreach (DatagramFlowKey key in endpoint.FlowKeys.ToArray())
        {
            if (_flows.TryGetValue(key, out DatagramFlow? flow) && flow.Endpoint == endpoint)
            {
                End(flow);
            }
        }

        endpoint.FlowKeys.Clear();
    }

    /// <summary>Forgets everything, at shutdown.</summary>
    internal void Reset()
    {
        EndAll();
        _timer.Cancel();
    }

    /// <summary>The filter engine decided about a flow that it had pended.</summary>
    internal void CompletePended(DatagramFlow flow, in InspectionVerdict verdict)
    {
        if (!flow.IsPended)
        {
            return;
        }

        flow.IsPended = false;
        if (!verdict.IsPermit)
        {
            End(flow);
        }
    }

    private FamilyPoints For(NetBufferList list, UdpEndpoint? endpoint) =>
        (endpoint?.Family ?? list.Network.Source.Family) == IpFamily.V4 ? _v4 : _v6;

    private static ushort EchoId(ReadOnlySpan<byte> echo) => echo.IsEmpty ? (ushort)0 : (ushort)((echo[4] << 8) | echo[5]);

    private FlowDecision Pass(FamilyPoints at, NetBufferList list, DatagramFlow flow, bool inbound, ReadOnlySpan<byte> echo)
    {
        if (flow.IsPended)
        {
            // Lost without a word, as the first datagram was unless the callout kept it.
            return FlowDecision.Dropped;
        }

        // A reply to a group does not keep the door open.
        if (!flow.IsGroup || !inbound)
        {
            Touch(flow);
        }

        if (flow.State.PolicyEpoch != _points.PolicyEpoch)
        {
            FlowDecision decision = Ask(at, list, flow, inbound, isNew: false, echo);
            if (decision != FlowDecision.Go)
            {
                return decision;
            }
        }

        return flow.IsEstablished || Establish(at, list, flow, inbound, echo) ? FlowDecision.Go : FlowDecision.Blocked;
    }

    private FlowDecision Begin(FamilyPoints at, NetBufferList list, DatagramFlow flow, ReadOnlySpan<byte> echo)
    {
        bool inbound = flow.Direction == InspectionDirection.Inbound;
        Touch(flow);
        flow.State.FlowId = ++_lastFlowId;
        FlowDecision decision = Ask(at, list, flow, inbound, isNew: true, echo);
        if (decision != FlowDecision.Go)
        {
            return decision;
        }

        Remember(flow);
        return Establish(at, list, flow, inbound, echo) ? FlowDecision.Go : FlowDecision.Blocked;
    }

    // The layer is that of the flow's direction, whichever way this datagram goes.
    private FlowDecision Ask(FamilyPoints at, NetBufferList list, DatagramFlow flow, bool inbound, bool isNew, ReadOnlySpan<byte> echo)
    {
        flow.State.PolicyEpoch = _points.PolicyEpoch;
        InspectionContext context = Describe(list, flow, inbound, at.Family, echo);
        context.Flags |= isNew ? InspectionFlags.None : InspectionFlags.Reauthorize;
        InspectionAction action = Decide(at, flow, ref context);
        if (action == InspectionAction.Permit)
        {
            return FlowDecision.Go;
        }

        if (action == InspectionAction.Pend)
        {
            flow.IsPended = true;
            Remember(flow);
            return FlowDecision.Dropped;
        }

        End(flow);
        return action == InspectionAction.Block ? FlowDecision.Blocked : FlowDecision.Absorbed;
    }

    private InspectionAction Decide(FamilyPoints at, DatagramFlow flow, ref InspectionContext context)
    {
        InspectionPoint point = flow.Direction == InspectionDirection.Inbound ? at.Accept : at.Connect;
        if (point.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        context.Pendable = flow;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action == InspectionAction.Block)
        {
            _drops.Blocked(point, verdict, ref context);
        }

        return verdict.Action;
    }

    private bool Establish(FamilyPoints at, NetBufferList list, DatagramFlow flow, bool inbound, ReadOnlySpan<byte> echo)
    {
        flow.IsEstablished = true;
        if (at.Established.Handler is not { } handler)
        {
            return true;
        }

        InspectionContext context = Describe(list, flow, inbound, at.Family, echo);
        InspectionVerdict verdict = handler.Inspect(at.Established, ref context);
        if (verdict.Action != InspectionAction.Block)
        {
            return true;
        }

        _drops.Blocked(at.Established, verdict, ref context);
        End(flow);
        return false;
    }

    private InspectionContext Describe(NetBufferList list, DatagramFlow flow, bool inbound, IpFamily family, ReadOnlySpan<byte> echo)
    {
        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound);
        if (!echo.IsEmpty)
        {
            PacketInspection.DescribeEcho(ref context, echo);
        }

        Complete(ref context, flow, family);
        return context;
    }

    private InspectionContext Describe(DatagramFlow flow, IpFamily family)
    {
        InspectionContext context = default;
        context.Direction = flow.Direction;
        context.LocalAddress = flow.Key.Local;
        context.RemoteAddress = flow.Key.Remote;
        context.Protocol = flow.Key.Protocol;
        context.Compartment = 1;
        Complete(ref context, flow, family);
        return context;
    }

    private static void Complete(ref InspectionContext context, DatagramFlow flow, IpFamily family)
    {
        PacketInspection.DescribePorts(ref context, flow.Key.LocalPort, flow.Key.RemotePort);
        PacketInspection.MapAddresses(ref context, family);
        context.FlowDirection = flow.Direction;
        context.State = flow.State;
        context.Process = flow.Endpoint?.Process;
        context.EndpointHandle = flow.Endpoint?.Handle ?? flow.EchoHandle;
        context.Redirect = flow.Redirect;
        context.RedirectRecords = flow.Endpoint?.DeclaredRecords;
        context.Flags |= flow.Redirect is null ? InspectionFlags.None : InspectionFlags.ConnectionRedirected;
        context.Flags |= context.RedirectRecords is null ? InspectionFlags.None : InspectionFlags.ProxyConnection;
    }
}
