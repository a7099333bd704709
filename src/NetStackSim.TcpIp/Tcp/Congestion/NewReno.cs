namespace NetStackSim.TcpIp;

/// <summary>NewReno congestion control: slow start, congestion avoidance with byte counting (RFC 5681, RFC 3465), halving (RFC 6582).</summary>
/// <param name="slowStartLimit">Most segments by which one acknowledgment may open the window in slow start (the L of RFC 3465).</param>
internal sealed class NewReno(int slowStartLimit) : ICongestionControl
{
    private int _segmentSize;
    private int _window;
    private int _threshold;
    private int _acked;

    /// <inheritdoc/>
    public CongestionAlgorithm Algorithm => CongestionAlgorithm.NewReno;

    /// <inheritdoc/>
    public int Window => _window;

    /// <inheritdoc/>
    public int SlowStartThreshold => _threshold;

    /// <inheritdoc/>
    public bool InSlowStart => _window < _threshold;

    /// <inheritdoc/>
    public void Start(int segmentSize, int initialWindow)
    {
        _segmentSize = segmentSize;
        _window = initialWindow;
        _threshold = int.MaxValue;
        _acked = 0;
    }

    /// <inheritdoc/>
    public void SetSegmentSize(int segmentSize)
    {
        _segmentSize = segmentSize;
        _window = Math.Max(_window, segmentSize);
    }

    /// <inheritdoc/>
    public void OnAck(in AckSample sample)
    {
        if (!sample.WindowLimited)
        {
            return;
        }

        if (InSlowStart)
        {
            _window = Grow(Math.Min(sample.AckedBytes, slowStartLimit * _segmentSize));
            return;
        }

        // One segment for each window of acknowledged bytes, however the receiver splits its acknowledgments.
        _acked += sample.AckedBytes;
        if (_acked >= _window)
        {
            _acked -= _window;
            _window = Grow(_segmentSize);
        }
    }

    /// <inheritdoc/>
    public void OnRecoveryStart(int flightSize, long nowNs)
    {
        _threshold = Math.Max(flightSize / 2, 2 * _segmentSize);
        _window = _threshold;
        _acked = 0;
    }

    /// <inheritdoc/>
    public void OnRecoveryEnd(int flightSize) =>
        _window = Math.Max(_segmentSize, Math.Min(_threshold, Math.Max(flightSize, _segmentSize) + _segmentSize));

    /// <inheritdoc/>
    public void OnTimeout(int flightSize, long nowNs, bool first)
    {
        if (first)
        {
            _threshold = Math.Max(flightSize / 2, 2 * _segmentSize);
        }

        _window = _segmentSize;
        _acked = 0;
    }

    /// <inheritdoc/>
    public void OnIdleRestart(int restartWindow) => _window = Math.Min(_window, restartWindow);

    private int Grow(int bytes) => (int)Math.Min(_window + (long)bytes, CongestionLimits.MaxWindow);
}
