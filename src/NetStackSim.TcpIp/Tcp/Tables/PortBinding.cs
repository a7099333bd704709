using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A port that an endpoint holds.</summary>
internal sealed class PortBinding
{
    /// <summary>The bound address and port.</summary>
    public required IpEndpoint Endpoint { get; init; }

    /// <summary>How it is shared.</summary>
    public required AddressSharing Sharing { get; init; }

    /// <summary>The owner of the endpoint; null is the System process.</summary>
    public SimProcess? Process { get; init; }

    /// <summary>The routing compartment.</summary>
    public uint Compartment { get; init; }

    /// <summary>An IPv6 wildcard that serves IPv4 too.</summary>
    public bool DualMode { get; init; }

    /// <summary>The listener behind the port; null for an endpoint that connects.</summary>
    public TcpListener? Listener { get; set; }

    /// <summary>The next binding of the same port.</summary>
    internal PortBinding? Next { get; set; }

    /// <summary>True when the binding is for all addresses of its family.</summary>
    public bool IsWildcard => Endpoint.Address.IsUnspecified;

    /// <summary>True when some packet could be for both bindings.</summary>
    public bool Overlaps(in IpEndpoint other, bool otherIsDual, uint compartment)
    {
        if (Compartment != compartment)
        {
            return false;
        }

        bool bothServe = Endpoint.Address.IsV4 == other.Address.IsV4
            || (DualMode && IsWildcard && other.Address.IsV4)
            || (otherIsDual && other.Address.IsUnspecified && Endpoint.Address.IsV4);
        return bothServe && (IsWildcard || other.Address.IsUnspecified || Endpoint.Address == other.Address);
    }
}
