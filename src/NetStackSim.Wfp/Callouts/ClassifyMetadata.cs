using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>Facts about a classification besides the fields (<c>FWPS_INCOMING_METADATA_VALUES0</c>).</summary>
/// <remarks>A member counts only while its bit in <see cref="Present"/> is set.</remarks>
public struct ClassifyMetadata
{
    /// <summary>Which members are present.</summary>
    public MetadataFields Present;

    /// <summary>Why the data was dropped: module and code.</summary>
    public DropReason DiscardReason;

    /// <summary>The filter that dropped it; 0 for drops of the stack.</summary>
    public ulong DiscardFilterId;

    /// <summary>Flow id, never used twice.</summary>
    public ulong FlowHandle;

    /// <summary>The flow itself, for contexts; null without one.</summary>
    public FlowRecord? Flow;

    /// <summary>Bytes of the IP header with options or extension headers.</summary>
    public int IpHeaderSize;

    /// <summary>Bytes of the transport header.</summary>
    public int TransportHeaderSize;

    /// <summary>Routing compartment.</summary>
    public uint CompartmentId;

    /// <summary>Identification of a fragment.</summary>
    public uint FragmentId;

    /// <summary>Offset of a fragment in bytes.</summary>
    public ushort FragmentOffset;

    /// <summary>Length of a fragment's data.</summary>
    public int FragmentLength;

    /// <summary>Path MTU.</summary>
    public int PathMtu;

    /// <summary>The IP header that the client of a raw endpoint wrote; it is put in front behind this layer (<c>headerIncludeHeader</c>). Do not change it.</summary>
    public byte[]? IncludedHeader;

    /// <summary>The owner of the endpoint.</summary>
    public SimProcess? Process;

    /// <summary>The transport endpoint.</summary>
    public ulong TransportEndpointHandle;

    /// <summary>The listening endpoint of an accepted connection.</summary>
    public ulong ParentEndpointHandle;

    /// <summary>Direction of the packet: 0 outbound, 1 inbound.</summary>
    public uint PacketDirection;

    /// <summary>Scope of the remote address: the interface index of a link-local one, else 0.</summary>
    public uint RemoteScopeId;

    /// <summary>Flags of the system; reserved, always 0.</summary>
    public uint SystemFlags;

    /// <summary>Tag of the service in a process that runs several.</summary>
    public uint SubProcessTag;

    /// <summary>Control data that the client gave with a send, as WSACMSGHDR objects; what <c>FwpsInjectTransportSendAsync</c> takes.</summary>
    public ReadOnlyMemory<byte> ControlData;

    /// <summary>Identifier (upper half) and sequence number of an ICMP echo.</summary>
    public uint IcmpIdAndSequence;

    /// <summary>Where a redirected connection wanted to go.</summary>
    public IpEndpoint OriginalDestination;

    /// <summary>The process on this host that gets a redirected connection.</summary>
    public SimProcess? LocalRedirectTarget;

    /// <summary>Redirections that the opener of the socket declared; null for none.</summary>
    public Transport.RedirectRecords? RedirectRecords;

    /// <summary>Which members about the link layer are present.</summary>
    public L2MetadataFields L2Present;

    /// <summary>Bytes of the Ethernet header, with a VLAN tag if it has one.</summary>
    public int EthernetMacHeaderSize;

    /// <summary>Bytes of the Ethernet frame; Windows never tells it (<see cref="WfpSemantics.TellsEtherFrameLength"/>).</summary>
    public int EtherFrameLength;

    /// <summary>Lets a callout pend the operation; null where the layer cannot wait.</summary>
    public CompletionHandle? CompletionHandle;

    /// <summary>What a callout at a redirect or closure layer acquires a classify handle with (<c>classifyContext</c>); null elsewhere.</summary>
    public ClassifyContext? Classification;

    /// <summary>Flags of the classification.</summary>
    public IncomingFlags Flags;

    /// <summary>A callout let go of what it had held: all are asked again, whatever their flags.</summary>
    public bool IsCompletion;

    /// <summary>Flags that the engine passes to the callout in its output.</summary>
    public ClassifyOutFlags OutFlags;

    /// <summary>Says whether members are present.</summary>
    /// <param name="fields">One or more bits.</param>
    /// <returns>True when all are.</returns>
    public readonly bool Has(MetadataFields fields) => (Present & fields) == fields;

    /// <summary>Says whether members about the link layer are present.</summary>
    /// <param name="fields">One or more bits.</param>
    /// <returns>True when all are.</returns>
    public readonly bool Has(L2MetadataFields fields) => (L2Present & fields) == fields;
}
