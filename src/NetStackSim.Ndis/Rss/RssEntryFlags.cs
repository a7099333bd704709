using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What an RSSv2 move is about (NDIS_RSS_SET_INDIRECTION_ENTRY_FLAG_*); none for an entry of the table.</summary>
[Flags]
[WindowsDdi("NDIS_RSS_SET_INDIRECTION_ENTRY_FLAG")]
public enum RssEntryFlags : uint
{
    /// <summary>An entry of the indirection table.</summary>
    TableEntry = 0,

    /// <summary>The processor of everything while scaling is off.</summary>
    PrimaryProcessor = 0x1,

    /// <summary>The processor of packets without hash while scaling is on.</summary>
    DefaultProcessor = 0x2,
}
