namespace NetStackSim.TcpIp;

/// <summary>What an acknowledgment of new data tells the congestion control.</summary>
internal readonly struct AckSample
{
    /// <summary>Payload bytes that were acknowledged for the first time.</summary>
    public required int AckedBytes { get; init; }

    /// <summary>Virtual time in nanoseconds.</summary>
    public required long NowNs { get; init; }

    /// <summary>The smoothed round-trip time in nanoseconds; 0 without a sample.</summary>
    public required long SmoothedRttNs { get; init; }

    /// <summary>True when the window, not the application or the peer, held data back since the last acknowledgment (RFC 7661).</summary>
    public required bool WindowLimited { get; init; }
}
