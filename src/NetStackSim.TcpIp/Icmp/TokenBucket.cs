namespace NetStackSim.TcpIp;

/// <summary>A rate limit with bursts, in virtual time (RFC 4443 section 2.4(f)).</summary>
/// <remarks>Tokens are kept in units of a second divided by the rate, so that no fraction is lost.</remarks>
internal sealed class TokenBucket(int burst, int perSecond)
{
    private const long Second = 1_000_000_000;

    private readonly long _full = burst * Second;
    private long _level = burst * Second;
    private long _filledAt;

    /// <summary>Takes one token.</summary>
    /// <param name="now">Virtual time in nanoseconds.</param>
    /// <returns>False when there is none: the limit is reached.</returns>
    internal bool TryTake(long now)
    {
        long elapsed = now - _filledAt;
        _filledAt = now;

        // Comparing times first keeps a long pause from overflowing the product.
        _level = elapsed >= _full / perSecond ? _full : Math.Min(_full, _level + (elapsed * perSecond));
        if (_level < Second)
        {
            return false;
        }

        _level -= Second;
        return true;
    }
}
