namespace NetStackSim.TcpIp;

/// <summary>Bounds that hold for every congestion control.</summary>
internal static class CongestionLimits
{
    /// <summary>The largest window that the sequence space allows (RFC 7323 section 2.3).</summary>
    public const int MaxWindow = 1 << 30;
}
