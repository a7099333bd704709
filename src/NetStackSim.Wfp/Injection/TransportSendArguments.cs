using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>Where a packet injected at the transport layer goes (<c>FWPS_TRANSPORT_SEND_PARAMS0</c>); what is left out is taken from the packet that was cloned.</summary>
public sealed record TransportSendArguments
{
    /// <summary>The destination.</summary>
    public IpAddress? RemoteAddress { get; init; }

    /// <summary>The source; the endpoint's.</summary>
    public IpAddress? LocalAddress { get; init; }

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
