using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// Flows that are authorised without a packet: a connect, and what a filter had held.
internal sealed partial class DatagramFlows
{
    /// <summary>Authorises a flow when a socket is connected to a peer; the first datagram establishes it.</summary>
    /// <returns>Success, AccessDenied, or Pending: <see cref="DatagramEndpoint.OnConnectDecided"/> follows.</returns>
    internal NtStatus Connect(DatagramEndpoint endpoint, in DatagramFlowKey key, IpPath path, RedirectRequest? redirect)
    {
        FamilyPoints at = endpoint.Family == IpFamily.V4 ? _v4 : _v6;
        if (!at.IsArmed || Find(key) is not null)
        {
            return NtStatus.Success;
        }

        DatagramFlow flow = new(key, InspectionDirection.Outbound, endpoint)
        {
            Redirect = redirect,
            Connects = true,
            InterfaceIndex = path.Interface.Index,
            IsLoopback = path.IsLoopback,
        };
        Touch(flow);
        flow.State.FlowId = ++_lastFlowId;
        return AskWithoutPacket(at, flow, ReauthorizationReasons.None) switch
        {
            InspectionAction.Permit => NtStatus.Success,
            InspectionAction.Pend => NtStatus.Pending,
            _ => NtStatus.AccessDenied,
        };
    }

    /// <summary>The filter engine decided about a flow that it had pended.</summary>
    internal void CompletePended(DatagramFlow flow, in InspectionVerdict verdict)
    {
        flow.Step = null;
        if (!verdict.IsPermit && flow.Direction == InspectionDirection.Outbound)
        {
            InspectionContext context = Describe(flow, PointsOf(flow).Family);
            _drops.Blocked(PointsOf(flow).Connect, verdict, ref context);
        }

        Decided(flow, verdict.Action);
    }

    /// <summary>
    /// A callout let go of a flow. An outgoing one is authorised anew, without a packet; of an incoming one the packet is gone, and what the callout injects
    /// begins a new flow.
    /// </summary>
    internal void AskPended(DatagramFlow flow)
    {
        flow.Step = null;
        Decided(flow, flow.Direction == InspectionDirection.Outbound
            ? AskWithoutPacket(PointsOf(flow), flow, ReauthorizationReasons.ClassifyCompletion)
            : InspectionAction.Absorb);
    }

    private FamilyPoints PointsOf(DatagramFlow flow) =>
        (flow.Endpoint?.Family ?? flow.Key.Local.Family) == IpFamily.V4 ? _v4 : _v6;

    private void Decided(DatagramFlow flow, InspectionAction action)
    {
        if (action == InspectionAction.Pend)
        {
            return;
        }

        bool permits = action == InspectionAction.Permit;
        if (!permits)
        {
            End(flow);
        }
        else if (!flow.Connects && !EstablishWithoutPacket(flow))
        {
            permits = false;
        }

        if (flow.Connects)
        {
            flow.Endpoint!.OnConnectDecided(permits ? NtStatus.Success : NtStatus.AccessDenied);
        }
    }

    private bool EstablishWithoutPacket(DatagramFlow flow)
    {
        FamilyPoints at = PointsOf(flow);
        InspectionContext context = Describe(flow, at.Family);
        return Establish(at, flow, ref context);
    }

    // A connect, or an outgoing flow that a callout let go of.
    private InspectionAction AskWithoutPacket(FamilyPoints at, DatagramFlow flow, ReauthorizationReasons reasons)
    {
        flow.State.PolicyEpoch = _points.PolicyEpoch;
        InspectionContext context = Describe(flow, at.Family);
        context.Reauthorization = reasons;
        context.Flags |= reasons == ReauthorizationReasons.None ? InspectionFlags.None : InspectionFlags.Reauthorize;
        InspectionAction action = Decide(at, flow, ref context, out PendedStep step);
        if (action == InspectionAction.Pend)
        {
            Hold(flow, step);
        }
        else if (action == InspectionAction.Permit)
        {
            Remember(flow);
        }
        else
        {
            End(flow);
        }

        return action;
    }

    private void Hold(DatagramFlow flow, PendedStep step)
    {
        flow.Step = step;
        Remember(flow);
        step.Wait(flow);
    }
}
