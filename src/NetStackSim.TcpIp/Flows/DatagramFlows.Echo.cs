using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// Echo requests of the host: each flow has an endpoint that nobody opened, and which filters see all the same.
internal sealed partial class DatagramFlows
{
    /// <summary>Asks about an echo request of ours; data at the ICMP header, addresses in <see cref="NetBufferList.Network"/>.</summary>
    /// <param name="list">The request.</param>
    /// <param name="header">Its ICMP header.</param>
    /// <param name="request">Who waits for the reply, and for a filter that holds the endpoint.</param>
    /// <param name="isAssigned">True: the filter that had held the endpoint let it have its resources.</param>
    internal FlowDecision Echo(NetBufferList list, ReadOnlySpan<byte> header, PendingEcho request, bool isAssigned)
    {
        FamilyPoints at = For(list, endpoint: null);
        DatagramFlow? assigned = request.Assigned;
        request.Assigned = null;
        if (!at.IsArmedForEcho)
        {
            return FlowDecision.Go;
        }

        DatagramFlowKey key = KeyOf(list, header[0], remotePort: 0, header, rawHandle: 0);
        if (Find(key) is { } known)
        {
            // Another request was faster while a filter held this one.
            if (assigned is not null)
            {
                ReleaseEcho(assigned);
            }

            return Pass(at, list, known, inbound: false, header);
        }

        DatagramFlow flow = assigned ?? new(key, InspectionDirection.Outbound, endpoint: null) { EchoHandle = EchoHandleBase + ++_lastEchoHandle };
        InspectionAction action = isAssigned ? InspectionAction.Permit : AssignEcho(at, list, flow, request, isAgain: assigned is not null);
        return action switch
        {
            InspectionAction.Permit => Begin(at, list, flow, header),
            InspectionAction.Pend => FlowDecision.Waits,
            _ => FlowDecision.Blocked,
        };
    }

    /// <summary>A filter that had held the endpoint of an echo request refused it.</summary>
    internal void RefusedEcho(DatagramFlow flow, in InspectionVerdict verdict)
    {
        InspectionContext context = EchoEndpoint(flow);
        _drops.Blocked(PointsOf(flow).Bind, verdict, ref context);
    }

    // ALE_RESOURCE_ASSIGNMENT for the endpoint that an echo request of ours needs; it is given up with the flow.
    private InspectionAction AssignEcho(FamilyPoints at, NetBufferList list, DatagramFlow flow, PendingEcho request, bool isAgain)
    {
        if (at.Bind.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        PendedStep step = new();
        InspectionContext context = EchoEndpoint(flow);
        context.Flags |= (list.Network.Flags & NetworkFlags.Loopback) != 0 ? InspectionFlags.Loopback : InspectionFlags.None;
        context.Flags |= isAgain ? InspectionFlags.Reclassify : InspectionFlags.None;
        context.Reauthorization = isAgain ? ReauthorizationReasons.ClassifyCompletion : ReauthorizationReasons.None;
        context.Pendable = step;
        InspectionVerdict verdict = handler.Inspect(at.Bind, ref context);
        if (verdict.Action == InspectionAction.Block)
        {
            _drops.Blocked(at.Bind, verdict, ref context);
        }
        else if (verdict.Action == InspectionAction.Pend)
        {
            request.Hold(list, flow, step);
        }

        return verdict.Action;
    }

    private void ReleaseEcho(DatagramFlow flow)
    {
        if (flow.EchoHandle == 0)
        {
            return;
        }

        FamilyPoints at = flow.Key.Local.IsV4 ? _v4 : _v6;
        Tell(at.Closure, flow);
        Tell(at.Release, flow);
    }

    private static void Tell(InspectionPoint point, DatagramFlow flow)
    {
        if (point.Handler is { } handler)
        {
            InspectionContext context = EchoEndpoint(flow);
            handler.Inspect(point, ref context);
        }
    }

    private static InspectionContext EchoEndpoint(DatagramFlow flow)
    {
        InspectionContext context = default;
        context.LocalAddress = flow.Key.Local;
        context.LocalPort = flow.Key.LocalPort;
        context.HasPorts = true;
        context.Protocol = flow.Key.Protocol;
        context.EndpointHandle = flow.EchoHandle;
        context.Compartment = 1;
        return context;
    }
}
