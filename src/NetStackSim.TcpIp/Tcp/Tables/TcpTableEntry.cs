using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What the connection table holds: a connection, a half-open request, or a connection in TIME-WAIT. The key and the link are part of the object.</summary>
internal abstract class TcpTableEntry
{
    /// <summary>Our address and port.</summary>
    public IpEndpoint LocalEndpoint;

    /// <summary>The peer's address and port.</summary>
    public IpEndpoint RemoteEndpoint;

    /// <summary>The next entry of the same bucket.</summary>
    internal TcpTableEntry? NextInBucket;

    /// <summary>The hash of the key.</summary>
    internal ulong Hash;

    /// <summary>The routing compartment.</summary>
    public uint Compartment = 1;

    /// <summary>True while the entry is found by segments.</summary>
    internal bool IsInTable;

    /// <summary>When it was made, as a number that only grows; the order of listings.</summary>
    public ulong Id;

    /// <summary>The state that listings show.</summary>
    public abstract TcpState State { get; }

    /// <summary>True when a segment with these addresses and ports belongs here.</summary>
    internal bool Matches(in IpAddress local, ushort localPort, in IpAddress remote, ushort remotePort, uint compartment) =>
        LocalEndpoint.Port == localPort && RemoteEndpoint.Port == remotePort && Compartment == compartment
            && RemoteEndpoint.Address == remote && LocalEndpoint.Address == local;
}
