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

    /// <summary>The flow that a received datagram belongs to.</summary>
    /// <param name="list">The datagram.</param>
    /// <param name="endpoint">Whose it is.</param>
    /// <param name="localPort">Our port, or the ICMP type.</param>
    /// <param name="remotePort">The peer's port, or the ICMP code.</param>
    /// <param name="echo">The ICMP header of an echo; empty for everything else.</param>
    /// <param name="asks">True when a layer of ALE is going to be asked about it.</param>
    /// <returns>The state of the flow; null when there is none.</returns>
    internal InspectionState? StateOf(
        NetBufferList list, DatagramEndpoint endpoint, ushort localPort, ushort remotePort, ReadOnlySpan<byte> echo, out bool asks)
    {
        DatagramFlow? flow = FindInbound(list, endpoint, localPort, remotePort, echo, out _);
        asks = For(list, endpoint).IsArmed && (flow is null || MustAsk(flow, list));
        return flow?.State;
    }

    /// <summary>Asks about a received datagram; data at the payload (ICMP: at its header).</summary>
    /// <param name="list">The datagram.</param>
    /// <param name="endpoint">Whose it is; null for an echo request.</param>
    /// <param name="localPort">Our port, or the type of an echo request.</param>
    /// <param name="remotePort">The peer's port, or the code.</param>
    /// <param name="echo">The ICMP header of an echo; empty for everything else.</param>
    internal FlowDecision Inbound(NetBufferList list, DatagramEndpoint? endpoint, ushort localPort, ushort remotePort, ReadOnlySpan<byte> echo = default)
    {
        FamilyPoints at = For(list, endpoint);
        if (!at.IsArmed)
        {
            return FlowDecision.Go;
        }

        DatagramFlow? flow = FindInbound(list, endpoint, localPort, remotePort, echo, out DatagramFlowKey key);
        return flow is not null
            ? Pass(at, list, flow, inbound: true, echo)
            : Begin(at, list, new DatagramFlow(key, InspectionDirection.Inbound, endpoint), echo);
    }

    /// <summary>Asks about a datagram to be sent; data at the transport header, addresses in <see cref="NetBufferList.Network"/>.</summary>
    /// <param name="list">The datagram.</param>
    /// <param name="endpoint">Whose it is.</param>
    /// <param name="localPort">Our port, or the type of an echo request.</param>
    /// <param name="remotePort">The peer's port, or the code.</param>
    /// <param name="redirect">Who redirected it; null when nobody did.</param>
    /// <param name="echo">The ICMP header of an echo; empty for everything else.</param>
    internal FlowDecision Outbound(
        NetBufferList list,
        DatagramEndpoint endpoint,
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

        DatagramFlowKey key = KeyOf(list, localPort, remotePort, echo, endpoint.RawHandle);
        if (Find(key) is { } known)
        {
            return Pass(at, list, known, inbound: false, echo);
        }

        DatagramFlow flow = new(key, InspectionDirection.Outbound, endpoint) { Redirect = redirect };
        return Begin(at, list, flow, echo);
    }

    /// <summary>The state of the flow that a datagram belongs to; null when flows are not kept.</summary>
    internal InspectionState? StateOf(in DatagramFlowKey key) => Find(key)?.State;

    /// <summary>True while a flow that was authorised lives.</summary>
    internal bool IsAlive(in DatagramFlowKey key) => Find(key) is not null;

    /// <summary>The flows of an endpoint are authorised again at their next datagram.</summary>
    internal void MustReauthorise(DatagramEndpoint endpoint, ReauthorizationReasons reason)
    {
        foreach (DatagramFlowKey key in endpoint.FlowKeys)
        {
            if (_flows.TryGetValue(key, out DatagramFlow? flow))
            {
                flow.Reauthorization |= reason;
            }
        }
    }

    /// <summary>An endpoint goes: so do its flows.</summary>
    internal void Forget(DatagramEndpoint endpoint)
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

    private FamilyPoints For(NetBufferList list, DatagramEndpoint? endpoint) =>
        (endpoint?.Family ?? list.Network.Source.Family) == IpFamily.V4 ? _v4 : _v6;

    /// <summary>The key of an outgoing datagram.</summary>
    internal static DatagramFlowKey KeyOf(NetBufferList list, ushort localPort, ushort remotePort, ReadOnlySpan<byte> echo, ulong rawHandle) =>
        new(list.Network.Source, list.Network.Destination, localPort, remotePort, list.Network.Protocol, EchoId(echo), rawHandle);

    /// <summary>The key of an incoming datagram.</summary>
    internal static DatagramFlowKey ReplyKeyOf(NetBufferList list, ushort localPort, ushort remotePort, ReadOnlySpan<byte> echo, ulong rawHandle) =>
        new(list.Network.Destination, list.Network.Source, localPort, remotePort, list.Network.Protocol, EchoId(echo), rawHandle);

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

        flow.Reauthorization |= flow.IsLoopback || flow.IsGroup ? ReauthorizationReasons.None : flow.Moves(list.Network.InterfaceIndex, inbound);
        if (flow.IsInboundGroup && flow.NoteSender(list.Network.Source, list.Network.SourcePort))
        {
            flow.Reauthorization |= ReauthorizationReasons.NewInboundGroupPacket;
        }

        if (flow.State.PolicyEpoch != _points.PolicyEpoch || flow.Reauthorization != ReauthorizationReasons.None)
        {
            FlowDecision decision = Ask(at, list, flow, inbound, isNew: false, echo);
            if (decision != FlowDecision.Go)
            {
                return decision;
            }
        }

        return flow.IsEstablished || Establish(at, list, flow, inbound, echo) ? FlowDecision.Go : FlowDecision.Blocked;
    }

    // All that comes for a group on a port is one flow, whoever sent it.
    private DatagramFlow? FindInbound(
        NetBufferList list, DatagramEndpoint? endpoint, ushort localPort, ushort remotePort, ReadOnlySpan<byte> echo, out DatagramFlowKey key)
    {
        key = ReplyKeyOf(list, localPort, remotePort, echo, endpoint?.RawHandle ?? 0);
        if (endpoint is not null && (list.Network.Flags & NetworkFlags.GroupDestination) != 0)
        {
            key = key with { Remote = key.Remote.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6, RemotePort = 0 };
        }

        return Find(key) ?? FindLoose(key, endpoint);
    }

    private bool MustAsk(DatagramFlow flow, NetBufferList list) =>
        flow.State.PolicyEpoch != _points.PolicyEpoch
        || flow.Reauthorization != ReauthorizationReasons.None
        || (flow.ArrivalInterface != 0 && !flow.IsLoopback && !flow.IsGroup && flow.ArrivalInterface != list.Network.InterfaceIndex)
        || (flow.IsInboundGroup && !flow.Knows(list.Network.Source, list.Network.SourcePort));

    private FlowDecision Begin(FamilyPoints at, NetBufferList list, DatagramFlow flow, ReadOnlySpan<byte> echo)
    {
        bool inbound = flow.Direction == InspectionDirection.Inbound;
        flow.InterfaceIndex = flow.ArrivalInterface = flow.NextHopInterface = list.Network.InterfaceIndex;
        if (flow.IsInboundGroup)
        {
            flow.NoteSender(list.Network.Source, list.Network.SourcePort);
        }

        flow.IsLoopback = (list.Network.Flags & NetworkFlags.Loopback) != 0;
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
        context.Reauthorization = flow.Reauthorization;
        flow.Reauthorization = ReauthorizationReasons.None;
        InspectionAction action = Decide(at, flow, ref context, out PendedStep step);
        if (action == InspectionAction.Permit)
        {
            return FlowDecision.Go;
        }

        if (action == InspectionAction.Pend)
        {
            Hold(flow, step);
            return FlowDecision.Dropped;
        }

        End(flow);
        return action == InspectionAction.Block ? FlowDecision.Blocked : FlowDecision.Absorbed;
    }

    private InspectionAction Decide(FamilyPoints at, DatagramFlow flow, ref InspectionContext context, out PendedStep step)
    {
        step = null!;
        InspectionPoint point = flow.Direction == InspectionDirection.Inbound ? at.Accept : at.Connect;
        if (point.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        step = new PendedStep();
        context.Pendable = step;
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
        if (at.Established.Handler is null)
        {
            return true;
        }

        InspectionContext context = Describe(list, flow, inbound, at.Family, echo);
        return Establish(at, flow, ref context);
    }

    private bool Establish(FamilyPoints at, DatagramFlow flow, ref InspectionContext context)
    {
        flow.IsEstablished = true;
        if (at.Established.Handler is not { } handler)
        {
            return true;
        }

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
        context.InterfaceIndex = flow.InterfaceIndex;
        context.SubInterfaceIndex = flow.InterfaceIndex;
        context.InterfaceType = flow.IsLoopback ? IpInterface.LoopbackType : IpInterface.EthernetType;
        context.Flags = flow.IsLoopback ? InspectionFlags.Loopback : InspectionFlags.None;
        context.Compartment = 1;
        Complete(ref context, flow, family);
        return context;
    }

    private static void Complete(ref InspectionContext context, DatagramFlow flow, IpFamily family)
    {
        ushort remotePort = flow.IsInboundGroup ? context.List!.Network.SourcePort : flow.Key.RemotePort;
        PacketInspection.DescribePorts(ref context, flow.Key.LocalPort, remotePort);
        PacketInspection.MapAddresses(ref context, family);
        context.FlowDirection = flow.Direction;
        context.State = flow.State;
        context.Process = flow.Endpoint?.Process;
        context.EndpointHandle = flow.Endpoint?.Handle ?? flow.EchoHandle;
        context.Redirect = flow.Redirect;
        context.FirewallProperty = flow.Endpoint?.FirewallProperty ?? 0;
        context.Flags |= flow.Endpoint?.EndpointFlags ?? InspectionFlags.None;
        context.RedirectRecords = flow.Endpoint?.DeclaredRecords;
        context.Flags |= flow.Redirect is null ? InspectionFlags.None : InspectionFlags.ConnectionRedirected;
        context.Flags |= context.RedirectRecords is null ? InspectionFlags.None : InspectionFlags.ProxyConnection;
    }
}
