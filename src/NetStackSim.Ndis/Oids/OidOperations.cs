namespace NetStackSim.Ndis;

/// <summary>What can be done with an object identifier.</summary>
[Flags]
public enum OidOperations
{
    /// <summary>Nothing: a key in an attribute list, or given up.</summary>
    None = 0,

    /// <summary>Query and query statistics.</summary>
    Query = 1,

    /// <summary>Set.</summary>
    Set = 2,

    /// <summary>Method.</summary>
    Method = 4,
}
