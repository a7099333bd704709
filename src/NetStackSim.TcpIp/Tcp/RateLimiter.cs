namespace NetStackSim.TcpIp;

/// <summary>A token bucket in virtual time.</summary>
/// <param name="perSecond">Tokens a second.</param>
/// <param name="burst">Tokens in a full bucket.</param>
internal sealed class RateLimiter(int perSecond, int burst)
{
    private const long SecondNs = 1_000_000_000;

    private long _tokens = (long)burst * SecondNs;
    private long _lastNs;

    /// <summary>Takes a token.</summary>
    /// <returns>False when the bucket is empty.</returns>
    public bool TryTake(long nowNs)
    {
        // Counted in tokens times nanoseconds, so that nothing is rounded away; a long silence fills the bucket without overflow.
        long elapsed = Math.Min(nowNs - _lastNs, SecondNs);
        _lastNs = nowNs;
        _tokens = Math.Min(_tokens + (elapsed * perSecond), (long)burst * SecondNs);
        if (_tokens < SecondNs)
        {
            return false;
        }

        _tokens -= SecondNs;
        return true;
    }
}
