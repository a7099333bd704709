using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What an interface sends through and receives from: an NDIS binding with Ethernet framing, or the loopback queue. IRQL at most Dispatch.</summary>
internal interface ILink
{
    /// <summary>Bytes of the link header that IP leaves room for and fills from its template.</summary>
    int HeaderSize { get; }

    /// <summary>Bytes of the largest packet behind the link header.</summary>
    int Mtu { get; }

    /// <summary>Our link address; zero when there is none.</summary>
    MacAddress Address { get; }

    /// <summary>Bits a second; 0 when unknown.</summary>
    ulong Speed { get; }

    /// <summary>What is computed below us.</summary>
    OffloadCapabilities Offloads { get; }

    /// <summary>Sends lists whose data starts at a complete link header. They come back through <see cref="IpLayer.CompleteSend"/>.</summary>
    void Send(ref NetBufferListChain chain);

    /// <summary>Gives lists back that came up from here and do not belong to the stack; their data start is where it was.</summary>
    void Return(ref NetBufferListChain chain);

    /// <summary>The set of groups changed.</summary>
    void UpdateMulticastFilter(IReadOnlyList<MulticastMembership> groups);

    /// <summary>Lets frames for others pass, or no longer; they are copied to taps and go no further.</summary>
    void SetPromiscuous(bool isOn);

    /// <summary>Switches receive coalescing off: a router must forward the packets that were sent, not larger ones.</summary>
    void DisableCoalescing();
}
