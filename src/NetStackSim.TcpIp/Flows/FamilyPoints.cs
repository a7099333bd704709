using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The points of one family that datagram flows pass.</summary>
internal sealed class FamilyPoints(InspectionPoints points, IpFamily family)
{
    internal IpFamily Family { get; } = family;

    internal InspectionPoint Accept { get; } = points[InspectionLayer.Accept, family];

    internal InspectionPoint Connect { get; } = points[InspectionLayer.Connect, family];

    internal InspectionPoint Established { get; } = points[InspectionLayer.FlowEstablished, family];

    internal InspectionPoint ConnectRedirect { get; } = points[InspectionLayer.ConnectRedirect, family];

    internal InspectionPoint Bind { get; } = points[InspectionLayer.Bind, family];

    internal InspectionPoint Closure { get; } = points[InspectionLayer.Closure, family];

    internal InspectionPoint Release { get; } = points[InspectionLayer.Release, family];

    internal bool IsArmed =>
        Accept.Handler is not null || Connect.Handler is not null || Established.Handler is not null || ConnectRedirect.Handler is not null;

    /// <summary>True when somebody looks at flows, or at the endpoints that come and go with those of echo requests.</summary>
    internal bool IsArmedForEcho => IsArmed || Bind.Handler is not null || Closure.Handler is not null || Release.Handler is not null;
}
