namespace NetStackSim.Ndis;

/// <summary>What the data at a capture point begins with; the numbers are those of pcap.</summary>
public enum CaptureLinkType : ushort
{
    /// <summary>An Ethernet header (LINKTYPE_ETHERNET).</summary>
    Ethernet = 1,

    /// <summary>An IP header (LINKTYPE_RAW).</summary>
    RawIp = 101,
}
