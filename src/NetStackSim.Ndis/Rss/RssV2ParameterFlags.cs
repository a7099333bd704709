using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What a set of RSSv2 parameters changes (NDIS_RECEIVE_SCALE_PARAM_*).</summary>
[Flags]
[WindowsDdi("NDIS_RECEIVE_SCALE_PARAM")]
public enum RssV2ParameterFlags : uint
{
    /// <summary>Scaling is off, or goes off.</summary>
    None = 0,

    /// <summary>Scaling is on after this.</summary>
    EnableRss = 0x1,

    /// <summary>Hash function and types are given.</summary>
    HashInfoChanged = 0x2,

    /// <summary>The key is given.</summary>
    HashKeyChanged = 0x4,

    /// <summary>The number of queues is given.</summary>
    NumberOfQueuesChanged = 0x8,

    /// <summary>The number of table entries is given.</summary>
    NumberOfEntriesChanged = 0x10,
}
