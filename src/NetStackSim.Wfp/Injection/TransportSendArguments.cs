using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>Where a packet injected at the transport layer goes (<c>FWPS_TRANSPORT_SEND_PARAMS0</c>); what is left out is taken from the packet that was cloned.</summary>
public sealed record TransportSendArguments
{
    /// <summary>The destination.</summary>
    public IpAddress? RemoteAddress { get; init; }

    /// <summary>The source; the endpoint's.</summary>
    public IpAddress? LocalAddress { get; init; }

    /// <summary>
    /// The endpoint that seems to send it, from <see cref="ClassifyMetadata.TransportEndpointHandle"/>: the layers that see the packet again are told of it;
    /// 0 for the one that its addresses and ports belong to.
    /// </summary>
    public ulong EndpointHandle { get; init; }

    /// <summary>
    /// The scope of <see cref="RemoteAddress"/>, from <see cref="ClassifyMetadata.RemoteScopeId"/>: the interface by which a link-local destination is
    /// reached; 0 for the routing table's choice.
    /// </summary>
    public uint RemoteScopeId { get; init; }

    /// <summary>
    /// Control data of the send, from <see cref="ClassifyMetadata.ControlData"/>: WSACMSGHDR objects. A hop limit and a traffic class in it are the packet's,
    /// and the layers that see it again are told of all. Must stay as it is until the completion.
    /// </summary>
    public ReadOnlyMemory<byte> ControlData { get; init; }

    /// <summary>The protocol; 0 for that of the packet that was cloned.</summary>
    public byte Protocol { get; init; }

    /// <summary>The hop limit; 0 for that of the packet that was cloned, or the default of Windows.</summary>
    public byte HopLimit { get; init; }

    /// <summary>
    /// The IP header that a raw sender supplied (<c>headerIncludeHeader</c>): it stands in front of the packet again and is sent as it is. Must stay
    /// as it is until the completion. Empty for packets whose header the stack makes.
    /// </summary>
    public ReadOnlyMemory<byte> HeaderIncludeHeader { get; init; }
}
