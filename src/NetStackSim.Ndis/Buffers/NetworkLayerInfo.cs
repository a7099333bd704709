using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>What the network layer knows about the packet in a list: a by-reference field of <see cref="NetBufferList"/>, so that no layer parses a header twice.</summary>
/// <remarks>
/// Filled by IP on receive and by the transports on send. It is never cleared when a list goes back to its pool (that would cost a store per field and packet)
/// and therefore means something only to those who are told so by contract: TCP/IP, the transports, the WFP shims. NDIS drivers do not read it.
/// </remarks>
public struct NetworkLayerInfo
{
    /// <summary>Source address of the packet.</summary>
    public IpAddress Source;

    /// <summary>Destination address of the packet.</summary>
    public IpAddress Destination;

    /// <summary>The route decision of a send (owner: TCP/IP), or null.</summary>
    public object? Path;

    /// <summary>Index of the interface the packet came in on or goes out by.</summary>
    public uint InterfaceIndex;

    /// <summary>Index of the sub-interface; equal to <see cref="InterfaceIndex"/> for an interface that has none.</summary>
    public uint SubInterfaceIndex;

    /// <summary>On receive: <see cref="NetBuffer.DataOffset"/> with which the list came up, restored before it is returned.</summary>
    public int ReceiveDataOffset;

    /// <summary>On receive: <see cref="NetBuffer.DataLength"/> with which the list came up, restored before it is returned.</summary>
    public int ReceiveDataLength;

    /// <summary>On receive: payload bytes that were handed to a client, whatever it has done to the data start since.</summary>
    public int PayloadLength;

    /// <summary>Bytes of the IP header with options or extension headers.</summary>
    public ushort IpHeaderSize;

    /// <summary>Bytes of the transport header with options.</summary>
    public ushort TransportHeaderSize;

    /// <summary>Source port of a received datagram (owner: the transport).</summary>
    public ushort SourcePort;

    /// <summary>Destination port of a received datagram (owner: the transport).</summary>
    public ushort DestinationPort;

    /// <summary>The transport protocol number (IANA), after all extension headers.</summary>
    public byte Protocol;

    /// <summary>Time to live or hop limit.</summary>
    public byte HopLimit;

    /// <summary>Type of service or traffic class: DSCP in the high six bits, ECN in the low two.</summary>
    public byte TrafficClass;

    /// <summary>Flags private to TCP/IP and the transports.</summary>
    public byte Flags;
}
