using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>An endpoint as the layers without packets show it.</summary>
internal interface IInspectedEndpoint
{
    /// <summary>Family, protocol, owner, compartment.</summary>
    EndpointOptions Options { get; }

    /// <summary>The handle that callouts see.</summary>
    ulong Handle { get; }

    /// <summary>Condition flags that the endpoint always carries.</summary>
    InspectionFlags EndpointFlags { get; }

    /// <summary>The firewall property that its owner set.</summary>
    uint FirewallProperty { get; }
}
