using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Shows what happens to endpoints, apart from their traffic: bind, listen, closure, release. Nothing is filled in while a point is not armed.</summary>
internal sealed class EndpointInspection(InspectionPoints points, DropPoint drops)
{
    /// <summary>True when somebody looks at binds.</summary>
    internal bool IsBindArmed(IpFamily family) =>
        points[InspectionLayer.BindRedirect, family].Handler is not null || points[InspectionLayer.Bind, family].Handler is not null;

    /// <summary>Shows a bind at <c>ALE_BIND_REDIRECT</c>, which may rewrite it.</summary>
    /// <returns>Success, AccessDenied, or Pending: the step goes on.</returns>
    internal NtStatus RedirectBind(IInspectedEndpoint endpoint, RedirectRequest request, PendedStep step)
    {
        InspectionPoint point = points[InspectionLayer.BindRedirect, endpoint.Options.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        InspectionContext context = Describe(endpoint, request.Local);
        context.Redirect = request;
        context.Pendable = step;
        return Decide(point, handler, ref context);
    }

    /// <summary>Shows a bind, whose port is taken, at <c>ALE_RESOURCE_ASSIGNMENT</c>.</summary>
    /// <returns>Success, AccessDenied, or Pending: the step goes on.</returns>
    internal NtStatus AuthoriseBind(IInspectedEndpoint endpoint, in IpEndpoint local, InspectionFlags flags, PendedStep step) =>
        Authorise(InspectionLayer.Bind, endpoint, local, flags, step);

    /// <summary>Shows at <c>ALE_RESOURCE_ASSIGNMENT</c> that an endpoint wants packets of others. It cannot wait.</summary>
    /// <returns>Success or AccessDenied.</returns>
    internal NtStatus AuthoriseReceiveAll(IInspectedEndpoint endpoint, in IpEndpoint local, uint controlCode)
    {
        InspectionPoint point = points[InspectionLayer.Bind, endpoint.Options.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        InspectionContext context = Describe(endpoint, local);
        context.PromiscuousMode = controlCode;
        return Decide(point, handler, ref context);
    }

    /// <summary>Shows a listen at <c>ALE_AUTH_LISTEN</c>.</summary>
    /// <returns>Success, AccessDenied, or Pending: the step goes on.</returns>
    internal NtStatus AuthoriseListen(IInspectedEndpoint endpoint, in IpEndpoint local, InspectionFlags flags, PendedStep step) =>
        Authorise(InspectionLayer.Listen, endpoint, local, flags, step);

    /// <summary>
    /// Shows a bind, and a listen, once more because a property of the socket changed. Only callouts that ask for it are told
    /// (<c>FWP_CALLOUT_FLAG_ALLOW_RECLASSIFY</c>). It cannot wait.
    /// </summary>
    /// <returns>Success or AccessDenied: the change is refused.</returns>
    internal NtStatus Reclassify(IInspectedEndpoint endpoint, in IpEndpoint local, bool isListening)
    {
        NtStatus status = Reclassify(InspectionLayer.Bind, endpoint, local);
        return status.IsSuccess && isListening ? Reclassify(InspectionLayer.Listen, endpoint, local) : status;
    }

    /// <summary>A filter that had held an operation refused it: the drop is counted and shown at the discard layer.</summary>
    internal void Refused(InspectionLayer layer, IInspectedEndpoint endpoint, in IpEndpoint local, in InspectionVerdict verdict)
    {
        InspectionContext context = Describe(endpoint, local);
        drops.Blocked(points[layer, endpoint.Options.Family], verdict, ref context);
    }

    /// <summary>Tells at <c>ALE_ENDPOINT_CLOSURE</c> that an endpoint goes.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="local">Its address.</param>
    /// <param name="owner">Goes on when a filter held it.</param>
    /// <returns>True while a filter holds it, or has let it go on already.</returns>
    internal bool Holds(IInspectedEndpoint endpoint, in IpEndpoint local, IPendedStepOwner owner)
    {
        InspectionPoint point = points[InspectionLayer.Closure, endpoint.Options.Family];
        if (point.Handler is not { } handler)
        {
            return false;
        }

        InspectionContext context = Describe(endpoint, local);
        PendedStep step = new();
        context.Pendable = step;
        if (handler.Inspect(point, ref context).Action != InspectionAction.Pend)
        {
            return false;
        }

        step.Wait(owner);
        return true;
    }

    /// <summary>Tells at <c>ALE_RESOURCE_RELEASE</c> that what was assigned is given up.</summary>
    internal void Release(IInspectedEndpoint endpoint, in IpEndpoint local)
    {
        InspectionPoint point = points[InspectionLayer.Release, endpoint.Options.Family];
        if (point.Handler is { } handler)
        {
            InspectionContext context = Describe(endpoint, local);
            handler.Inspect(point, ref context);
        }
    }

    private NtStatus Reclassify(InspectionLayer layer, IInspectedEndpoint endpoint, in IpEndpoint local)
    {
        InspectionPoint point = points[layer, endpoint.Options.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        InspectionContext context = Describe(endpoint, local);
        context.Flags |= InspectionFlags.Reclassify;
        return Decide(point, handler, ref context);
    }

    private NtStatus Authorise(InspectionLayer layer, IInspectedEndpoint endpoint, in IpEndpoint local, InspectionFlags flags, PendedStep step)
    {
        InspectionPoint point = points[layer, endpoint.Options.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        InspectionContext context = Describe(endpoint, local);
        context.Flags |= flags;
        context.Reauthorization = (flags & InspectionFlags.Reclassify) != 0 ? ReauthorizationReasons.ClassifyCompletion : ReauthorizationReasons.None;
        context.Pendable = step;
        return Decide(point, handler, ref context);
    }

    private NtStatus Decide(InspectionPoint point, IInspectionHandler handler, ref InspectionContext context)
    {
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        switch (verdict.Action)
        {
            case InspectionAction.Permit:
                return NtStatus.Success;
            case InspectionAction.Pend:
                return NtStatus.Pending;
            case InspectionAction.Block:
                drops.Blocked(point, verdict, ref context);
                break;
        }

        return NtStatus.AccessDenied;
    }

    private static InspectionContext Describe(IInspectedEndpoint endpoint, in IpEndpoint local) => new()
    {
        Direction = InspectionDirection.Outbound,
        LocalAddress = local.Address,
        LocalPort = local.Port,
        HasPorts = true,
        Protocol = endpoint.Options.Protocol,
        Flags = endpoint.EndpointFlags,
        FirewallProperty = endpoint.FirewallProperty,
        Process = endpoint.Options.Process,
        EndpointHandle = endpoint.Handle,
        Compartment = endpoint.Options.Compartment,
    };
}
