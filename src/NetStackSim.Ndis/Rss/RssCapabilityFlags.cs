using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What a NIC can do for receive-side scaling (NDIS_RSS_CAPS_FLAGS); the low byte holds the hash functions.</summary>
[Flags]
[WindowsDdi("NDIS_RSS_CAPS_FLAGS")]
public enum RssCapabilityFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The Toeplitz hash (NdisHashFunctionToeplitz).</summary>
    Toeplitz = 1,

    /// <summary>Hashes TCP over IPv4.</summary>
    HashTypeTcpIPv4 = 0x100,

    /// <summary>Hashes TCP over IPv6.</summary>
    HashTypeTcpIPv6 = 0x200,

    /// <summary>Hashes TCP over IPv6 with extension headers.</summary>
    HashTypeTcpIPv6Ex = 0x400,

    /// <summary>Hashes UDP over IPv4.</summary>
    HashTypeUdpIPv4 = 0x800,

    /// <summary>Hashes UDP over IPv6.</summary>
    HashTypeUdpIPv6 = 0x1000,

    /// <summary>Hashes UDP over IPv6 with extension headers.</summary>
    HashTypeUdpIPv6Ex = 0x2000,

    /// <summary>Interrupts by message, one for each processor.</summary>
    MessageSignaledInterrupts = 0x100_0000,

    /// <summary>The service routine knows the queue.</summary>
    ClassificationAtIsr = 0x200_0000,

    /// <summary>The DPC sorts by queue.</summary>
    ClassificationAtDpc = 0x400_0000,

    /// <summary>MSI-X is in use.</summary>
    UsingMsiX = 0x800_0000,

    /// <summary>Each port may have its own parameters.</summary>
    AvailableOnPorts = 0x1000_0000,

    /// <summary>MSI-X could be used.</summary>
    SupportsMsiX = 0x2000_0000,

    /// <summary>Entries of the indirection table move one by one (RSSv2).</summary>
    SupportsIndependentEntryMove = 0x4000_0000,
}
