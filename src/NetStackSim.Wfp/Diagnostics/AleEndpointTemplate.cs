using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>Which endpoints an enumeration takes; what is null excludes nothing.</summary>
[WindowsDdi("FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0")]
public sealed record AleEndpointTemplate
{
    /// <summary>Only local addresses of this network.</summary>
    public IpPrefix? LocalSubNet { get; init; }

    /// <summary>Only remote addresses of this network.</summary>
    public IpPrefix? RemoteSubNet { get; init; }

    /// <summary>Only this IP protocol.</summary>
    public byte? Protocol { get; init; }

    /// <summary>Only this local port.</summary>
    public ushort? LocalPort { get; init; }

    /// <summary>Only this remote port.</summary>
    public ushort? RemotePort { get; init; }

    internal bool Includes(AleEndpoint endpoint) =>
        (Protocol is null || Protocol == endpoint.Protocol)
        && (LocalPort is null || LocalPort == endpoint.Local.Port)
        && (RemotePort is null || RemotePort == endpoint.Remote.Port)
        && (LocalSubNet is not { } local || local.Contains(endpoint.Local.Address))
        && (RemoteSubNet is not { } remote || remote.Contains(endpoint.Remote.Address));
}
