using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <summary>
/// Where a receive request leaves what belongs to a datagram beside its payload: the role of the <c>PSOCKADDR</c>, <c>ControlInfo</c> and
/// <c>ControlFlags</c> output parameters. Valid once the request completed; may be used again after that.
/// </summary>
public sealed class WskAddressBuffer
{
    /// <summary>The sender.</summary>
    public IpEndpoint Address { get; internal set; }

    /// <summary>The address that the datagram was sent to (<c>IP_PKTINFO</c>).</summary>
    public IpEndpoint LocalAddress { get; internal set; }

    /// <summary>The interface that it came by (<c>IP_PKTINFO</c>).</summary>
    public uint InterfaceIndex { get; internal set; }

    /// <summary>Its time to live or hop limit (<c>IP_HOPLIMIT</c>).</summary>
    public byte HopLimit { get; internal set; }

    /// <summary>Its traffic class (<c>IP_RECVTOS</c>).</summary>
    public byte TrafficClass { get; internal set; }

    /// <summary>Cut, broadcast, multicast.</summary>
    public WskMessageFlags Flags { get; internal set; }
}
