using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>A datagram by reference: the provider reads the client's memory until the lower layers are done with it and copies none of it.</summary>
public class DatagramSend
{
    /// <summary>First descriptor of the payload; null only with <see cref="Length"/> 0.</summary>
    public Mdl? Mdl { get; set; }

    /// <summary>Bytes to skip from the start of <see cref="Mdl"/>.</summary>
    public int Offset { get; set; }

    /// <summary>Payload bytes, at most 65,507 for IPv4 and 65,527 for IPv6.</summary>
    public int Length { get; set; }

    /// <summary>Where to; the unspecified address with port 0 uses the endpoint's fixed remote address.</summary>
    public IpEndpoint Remote { get; set; }

    /// <summary>Hop limit of this datagram, 0 for the endpoint's.</summary>
    public byte HopLimit { get; set; }

    /// <summary>Traffic class of this datagram, 0 for the endpoint's.</summary>
    public byte TrafficClass { get; set; }

    /// <summary>Interface to leave by, 0 for the routing table's choice.</summary>
    public uint InterfaceIndex { get; set; }

    /// <summary>Belongs to the client.</summary>
    public object? Context { get; set; }

    /// <summary>The result, valid in <see cref="IDatagramClient.OnSendComplete"/>.</summary>
    public NtStatus Status { get; set; }

    /// <summary>Links requests: several datagrams in one call, and the chain of a completion.</summary>
    public DatagramSend? Next { get; set; }
}
