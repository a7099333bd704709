namespace NetStackSim.Ndis;

/// <summary>How a request travels.</summary>
public enum OidPath
{
    /// <summary>One at a time for each driver, at Passive in the miniport; may pend (NdisOidRequest).</summary>
    Regular,

    /// <summary>Not serialised, at most Dispatch; may pend (NdisDirectOidRequest, NDIS 6.1).</summary>
    Direct,

    /// <summary>Not serialised, at most Dispatch, cannot pend (NdisSynchronousOidRequest, NDIS 6.80).</summary>
    Synchronous,
}
