namespace NetStackSim.Ndis;

/// <summary>Who answers requests for an object identifier.</summary>
public enum OidAnswerer
{
    /// <summary>NDIS, from attributes and indications; a request never reaches a 6.x miniport.</summary>
    Ndis,

    /// <summary>The miniport; what it does not know is NotSupported.</summary>
    Miniport,

    /// <summary>Queries NDIS; sets the miniport, after NDIS joined them with those of others or took note of them.</summary>
    Both,

    /// <summary>Nobody any more: NDIS refuses it with NotSupported.</summary>
    Nobody,
}
