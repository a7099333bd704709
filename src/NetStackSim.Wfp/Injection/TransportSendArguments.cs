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
}
