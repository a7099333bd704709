namespace NetStackSim.TcpIp;

/// <summary>When an acknowledgment is due (RFC 9293 section 3.8.6.3, RFC 5681 section 4.2).</summary>
internal struct AckPolicy
{
    /// <summary>Segments with data since the last acknowledgment left.</summary>
    public int Segments;

    /// <summary>True when the next flush must acknowledge: out of order data, a filled gap, a duplicate, a FIN, a probe.</summary>
    public bool Immediate;

    /// <summary>True when something waits for an acknowledgment.</summary>
    public readonly bool IsPending => Immediate || Segments > 0;

    /// <summary>Counts arrived data; a coalesced unit counts as the segments that it was.</summary>
    public void OnData(int segments) => Segments += segments;

    /// <summary>True when an acknowledgment must leave now.</summary>
    /// <param name="frequency">Segments that one acknowledgment may cover (2; 1 acknowledges each).</param>
    public readonly bool IsDue(int frequency) => Immediate || Segments >= frequency;

    /// <summary>An acknowledgment left, alone or with data.</summary>
    public void OnSent()
    {
        Segments = 0;
        Immediate = false;
    }
}
