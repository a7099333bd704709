using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Which parameters a set of receive-side scaling leaves as they are (NDIS_RSS_PARAM_FLAG_*).</summary>
[Flags]
[WindowsDdi("NDIS_RSS_PARAM_FLAG")]
public enum RssParameterFlags : ushort
{
    /// <summary>All parameters are given.</summary>
    None = 0,

    /// <summary>The base processor stays.</summary>
    BaseCpuUnchanged = 0x1,

    /// <summary>Hash function and types stay.</summary>
    HashInfoUnchanged = 0x2,

    /// <summary>The indirection table stays.</summary>
    IndirectionTableUnchanged = 0x4,

    /// <summary>The key stays.</summary>
    HashKeyUnchanged = 0x8,

    /// <summary>Receive-side scaling ends; nothing else is looked at.</summary>
    DisableRss = 0x10,

    /// <summary>The default processor stays.</summary>
    DefaultProcessorUnchanged = 0x20,
}
