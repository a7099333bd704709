namespace NetStackSim.Ndis;

/// <summary>What a filter does (the FilterType INF value).</summary>
public enum FilterType
{
    /// <summary>Only looks: an instance above the miniport and above every modifying filter.</summary>
    Monitoring = 1,

    /// <summary>Changes or drops: one instance, placed by its class.</summary>
    Modifying = 2,
}
