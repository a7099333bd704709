using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>
/// Receive window autotuning: the buffer grows to twice what the client consumed in one round-trip time, up to the level's limit (dynamic right-sizing).
/// It never shrinks.
/// </summary>
internal struct ReceiveWindowTuner
{
    private SequenceNumber _roundStart;
    private long _roundStartNs;

    /// <summary>The largest buffer.</summary>
    public int Maximum;

    /// <summary>Starts measuring.</summary>
    public void Start(SequenceNumber next, long nowNs)
    {
        _roundStart = next;
        _roundStartNs = nowNs;
    }

    /// <summary>The client consumed data; decides at the end of each round-trip time.</summary>
    /// <param name="receive">The receive window.</param>
    /// <param name="rttNs">The round-trip time as known; 0 when unknown.</param>
    /// <param name="nowNs">Virtual time.</param>
    public void OnConsumed(ref ReceiveSequence receive, long rttNs, long nowNs)
    {
        if (rttNs <= 0 || nowNs - _roundStartNs < rttNs || receive.Capacity >= Maximum)
        {
            return;
        }

        int consumed = (receive.Next - _roundStart) - receive.Held;
        if (consumed > receive.Capacity / 2)
        {
            receive.Capacity = (int)Math.Min(Math.Max(2L * consumed, receive.Capacity), Maximum);
        }

        Start(receive.Next, nowNs);
    }
}
