namespace NetStackSim.Ndis;

/// <summary>What a request does (NDIS_REQUEST_TYPE).</summary>
public enum OidRequestType
{
    /// <summary>Reads a value.</summary>
    QueryInformation = 0,

    /// <summary>Writes a value.</summary>
    SetInformation = 1,

    /// <summary>Reads a counter for a management client.</summary>
    QueryStatistics = 2,

    /// <summary>Input and output in one.</summary>
    Method = 12,
}
