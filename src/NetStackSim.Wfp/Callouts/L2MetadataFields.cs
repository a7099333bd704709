namespace NetStackSim.Wfp;

/// <summary>Which facts of <see cref="ClassifyMetadata"/> about the link layer are present (<c>FWPS_L2_METADATA_FIELD_*</c>, Windows' numbers).</summary>
[Flags]
public enum L2MetadataFields : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Size of the Ethernet header.</summary>
    EthernetMacHeaderSize = 0x1,

    /// <summary>Mode of an 802.11 adapter.</summary>
    WifiOperationMode = 0x2,

    /// <summary>Port of a virtual switch by which the frame came.</summary>
    VSwitchSourcePortId = 0x4,

    /// <summary>Index of the network adapter behind that port.</summary>
    VSwitchSourceNicIndex = 0x8,

    /// <summary>Handle of the virtual switch.</summary>
    VSwitchPacketContext = 0x10,

    /// <summary>Port of a virtual switch by which the frame leaves.</summary>
    VSwitchDestinationPortId = 0x20,
}
