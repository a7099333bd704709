using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>
/// The facts that an inspection point shows. Filled only when a handler is armed; fields that the layer does not have stay at
/// their default (the engine's FWP_EMPTY).
/// </summary>
public ref struct InspectionContext
{
    /// <summary>Direction of the packet or of the request.</summary>
    public InspectionDirection Direction;

    /// <summary>Direction of the flow's first packet, which never changes; null where there is no flow or it equals <see cref="Direction"/>.</summary>
    public InspectionDirection? FlowDirection;

    /// <summary>Our address; for forwarded packets the source.</summary>
    public IpAddress LocalAddress;

    /// <summary>The peer's address; for forwarded packets the destination.</summary>
    public IpAddress RemoteAddress;

    /// <summary>Our port, or the ICMP type.</summary>
    public ushort LocalPort;

    /// <summary>The peer's port, or the ICMP code.</summary>
    public ushort RemotePort;

    /// <summary>True when the layer knows ports (or ICMP type and code).</summary>
    public bool HasPorts;

    /// <summary>The IP protocol; 0 when the layer does not know it.</summary>
    public byte Protocol;

    /// <summary>Condition flags.</summary>
    public InspectionFlags Flags;

    /// <summary>Why a flow is authorised again, as far as the stack knows; the engine adds its own reasons.</summary>
    public ReauthorizationReasons Reauthorization;

    /// <summary>Bind: the control code that asks for packets of others (<c>SIO_RCVALL</c> and its kin); 0 for a bind.</summary>
    public uint PromiscuousMode;

    /// <summary>The firewall property of the endpoint (<c>FWP_SOCKET_PROPERTY</c>: 1 system port of RPC, 2 edge traversal allowed, 4 denied).</summary>
    public uint FirewallProperty;

    /// <summary>Index of the interface that the packet came or goes by; 0 unknown.</summary>
    public uint InterfaceIndex;

    /// <summary>Sub-interface (port) index.</summary>
    public uint SubInterfaceIndex;

    /// <summary>Interface that a forwarded packet leaves by.</summary>
    public uint ForwardInterfaceIndex;

    /// <summary>IANA type of the interface: 6 Ethernet, 24 loopback.</summary>
    public ushort InterfaceType;

    /// <summary>Routing compartment.</summary>
    public uint Compartment;

    /// <summary>Size of the IP header with its options or extension headers, in bytes.</summary>
    public int IpHeaderSize;

    /// <summary>Size of the transport header, in bytes.</summary>
    public int TransportHeaderSize;

    /// <summary>Identification of a fragment.</summary>
    public uint FragmentId;

    /// <summary>Offset of a fragment in bytes.</summary>
    public ushort FragmentOffset;

    /// <summary>Bytes of data in a fragment; 0 for what is no fragment.</summary>
    public int FragmentLength;

    /// <summary>MTU of the path of an outgoing packet; 0 unknown.</summary>
    public int PathMtu;

    /// <summary>Identifier (upper half) and sequence number of an ICMP echo; 0 for everything else.</summary>
    public uint IcmpIdAndSequence;

    /// <summary>Outbound transport: the IP header that the client of a raw endpoint wrote itself; null for everything else.</summary>
    public byte[]? IncludedHeader;

    /// <summary>The owner of the endpoint; null is the System process or unknown.</summary>
    public SimProcess? Process;

    /// <summary>Handle of the endpoint; 0 unknown.</summary>
    public ulong EndpointHandle;

    /// <summary>Handle of the listener that an accepted connection came from; 0 for other endpoints.</summary>
    public ulong ParentEndpointHandle;

    /// <summary>Engine state of the endpoint or flow; null when there is none.</summary>
    public InspectionState? State;

    /// <summary>The packet or data; null at layers without data.</summary>
    public NetBufferList? List;

    /// <summary>Bytes of stream or datagram data concerned.</summary>
    public int DataLength;

    /// <summary>The client's request that made the datagram, with what it asked of this one; null elsewhere.</summary>
    public DatagramSend? Send;

    /// <summary>The frame that <see cref="List"/> is, at the link layers; null elsewhere.</summary>
    public InspectedFrame? Frame;

    /// <summary>Stream: what the indication is about.</summary>
    public StreamInspectionFlags StreamFlags;

    /// <summary>Stream: what an inspector that absorbs bytes works on; null elsewhere.</summary>
    public IInspectedStream? Stream;

    /// <summary>Discard: what was dropped and why.</summary>
    public DropReason DropReason;

    /// <summary>Discard: the layer at which it happened.</summary>
    public InspectionLayer DropLayer;

    /// <summary>Discard: the filter that decided; 0 for drops of the stack itself.</summary>
    public ulong DropFilterId;

    /// <summary>Lets the handler answer Pend; null where the layer cannot wait.</summary>
    public IPendedOperation? Pendable;

    /// <summary>The writable request of the redirect layers; behind them the one that redirected the flow, null when nobody did.</summary>
    public RedirectRequest? Redirect;

    /// <summary>Redirections that the opener of the socket declared (a proxy does); null for none.</summary>
    public RedirectRecords? RedirectRecords;
}
