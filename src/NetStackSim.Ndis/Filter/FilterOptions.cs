namespace NetStackSim.Ndis;

/// <summary>What a filter driver and its INF file say when it registers.</summary>
public sealed class FilterOptions
{
    /// <summary>Service name, for example "npcap". Required.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public string FriendlyName { get; init; } = string.Empty;

    /// <summary>Monitoring or modifying.</summary>
    public FilterType Type { get; init; } = FilterType.Modifying;

    /// <summary>Where a modifying filter stands.</summary>
    public FilterClass Class { get; init; } = FilterClass.Custom;

    /// <summary>FilterRunType 1: without it nothing binds.</summary>
    public bool IsMandatory { get; init; }

    /// <summary>Order within a class, low next to the miniport; equal values stand in the order of registration, the oldest next to the miniport.</summary>
    public int Order { get; init; }
}
