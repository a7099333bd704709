namespace NetStackSim.Packets.Capture;

/// <summary>What the first byte of a captured packet is (the registry of link-layer header types of the pcap formats).</summary>
public enum LinkType : ushort
{
    /// <summary>BSD loopback: four bytes of address family.</summary>
    Null = 0,

    /// <summary>Ethernet.</summary>
    Ethernet = 1,

    /// <summary>IPv4 or IPv6; the version field tells which.</summary>
    RawIP = 101,

    /// <summary>Linux cooked capture, version 1.</summary>
    LinuxCooked = 113,

    /// <summary>IPv4.</summary>
    IPv4 = 228,

    /// <summary>IPv6.</summary>
    IPv6 = 229,

    /// <summary>Linux cooked capture, version 2.</summary>
    LinuxCooked2 = 276,
}
