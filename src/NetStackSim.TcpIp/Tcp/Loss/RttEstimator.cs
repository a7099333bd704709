namespace NetStackSim.TcpIp;

/// <summary>Round-trip time and retransmission timeout (RFC 6298). Times are nanoseconds of virtual time.</summary>
internal struct RttEstimator
{
    /// <summary>The clock granularity G: timers of the real stack tick about this often (RFC 6298 section 2).</summary>
    public const long GranularityNs = 1_000_000;

    /// <summary>RFC 6298 section 5.7: the timeout for data after a handshake that needed a retransmission.</summary>
    private const long AfterSynLossNs = 3_000_000_000;

    private long _base;
    private long _minimum;
    private long _maximum;
    private int _backoff;

    /// <summary>The smoothed round-trip time; 0 before the first sample.</summary>
    public long SmoothedNs { get; private set; }

    /// <summary>The round-trip time variation.</summary>
    public long VariationNs { get; private set; }

    /// <summary>The smallest sample; 0 before the first.</summary>
    public long MinimumSampleNs { get; private set; }

    /// <summary>Samples taken.</summary>
    public int Samples { get; private set; }

    /// <summary>How often the timeout was doubled since the last valid sample.</summary>
    public readonly int Backoff => _backoff;

    /// <summary>The timeout without backoff.</summary>
    public readonly long BaseTimeoutNs => _base;

    /// <summary>The present retransmission timeout (RTO).</summary>
    public readonly long TimeoutNs
    {
        get
        {
            long timeout = _base;
            for (int doubled = 0; doubled < _backoff && timeout < _maximum; doubled++)
            {
                timeout <<= 1;
            }

            return Math.Min(timeout, _maximum);
        }
    }

    /// <summary>Starts without a sample.</summary>
    /// <param name="initialNs">The initial timeout (RFC 6298 section 2.1).</param>
    /// <param name="minimumNs">The lower bound of later timeouts.</param>
    /// <param name="maximumNs">The upper bound.</param>
    public void Start(long initialNs, long minimumNs, long maximumNs)
    {
        this = default;
        _base = Math.Min(initialNs, maximumNs);
        _minimum = minimumNs;
        _maximum = maximumNs;
    }

    /// <summary>Takes a sample of a segment that was sent once (Karn), or whose echo names the transmission.</summary>
    public void Sample(long rttNs)
    {
        rttNs = Math.Max(rttNs, 0);
        if (Samples == 0)
        {
            SmoothedNs = rttNs;
            VariationNs = rttNs / 2;
            MinimumSampleNs = rttNs;
        }
        else
        {
            // The variation first: it needs the old smoothed value (RFC 6298 section 2.3).
            VariationNs += (Math.Abs(SmoothedNs - rttNs) - VariationNs) / 4;
            SmoothedNs += (rttNs - SmoothedNs) / 8;
            MinimumSampleNs = Math.Min(MinimumSampleNs, rttNs);
        }

        Samples++;
        _backoff = 0;
        _base = Math.Clamp(SmoothedNs + Math.Max(GranularityNs, 4 * VariationNs), _minimum, _maximum);
    }

    /// <summary>The timer expired: the timeout doubles (RFC 6298 section 5.5).</summary>
    public void BackOff() => _backoff = Math.Min(_backoff + 1, 30);

    /// <summary>New data was acknowledged, so that the path works again; the doubling ends.</summary>
    public void ResetBackoff() => _backoff = 0;

    /// <summary>The handshake needed a retransmission: data starts with three seconds when there is no sample (RFC 6298 section 5.7).</summary>
    public void OnHandshakeRetransmitted()
    {
        _backoff = 0;
        if (Samples == 0)
        {
            _base = Math.Min(Math.Max(_base, AfterSynLossNs), _maximum);
        }
    }
}
