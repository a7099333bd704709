namespace NetStackSim.Ndis;

/// <summary>Which timed rules apply to what a place on the path holds.</summary>
internal enum HoldingsClock
{
    /// <summary>None: the protocol edge, protocols.</summary>
    None,

    /// <summary>Sends in the miniport: NdisTimedDataSend and NdisTimedDataHang.</summary>
    MiniportSends,

    /// <summary>Sends in a filter module: NdisFilterTimedDataSend.</summary>
    FilterSends,

    /// <summary>Received lists in a filter module: NdisFilterTimedDataReceive.</summary>
    FilterReceives,
}
