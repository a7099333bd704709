using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <summary>One received datagram, lent by reference (<c>WSK_DATAGRAM_INDICATION</c>).</summary>
[WindowsDdi("WSK_DATAGRAM_INDICATION")]
public sealed class WskDatagramIndication
{
    internal WskDatagramIndication()
    {
    }

    /// <summary>The next datagram.</summary>
    public WskDatagramIndication? Next { get; internal set; }

    /// <summary>The payload.</summary>
    public WskBuffer Buffer { get; internal set; }

    /// <summary>The sender.</summary>
    public IpEndpoint RemoteAddress { get; internal set; }

    /// <summary>The address that it was sent to (<c>IP_PKTINFO</c>).</summary>
    public IpEndpoint LocalAddress { get; internal set; }

    /// <summary>The interface that it came by (<c>IP_PKTINFO</c>).</summary>
    public uint InterfaceIndex { get; internal set; }

    /// <summary>Its time to live or hop limit (<c>IP_HOPLIMIT</c>).</summary>
    public byte HopLimit { get; internal set; }

    /// <summary>Its traffic class (<c>IP_RECVTOS</c>).</summary>
    public byte TrafficClass { get; internal set; }

    /// <summary>The list that holds the bytes.</summary>
    internal NetBufferList? List { get; set; }

    /// <summary>In the first one of a list that the client retains: the socket that wants it back.</summary>
    internal WskDatagramSocket? RetainedFrom { get; set; }
}
