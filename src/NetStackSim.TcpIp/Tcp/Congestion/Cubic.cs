namespace NetStackSim.TcpIp;

/// <summary>CUBIC congestion control (RFC 9438).</summary>
/// <remarks>
/// The curve is computed in segments with IEEE additions, multiplications and divisions only (the cube root too), so that every machine gets the same bits
/// and a run repeats.
/// </remarks>
/// <param name="slowStartLimit">Most segments by which one acknowledgment may open the window in slow start.</param>
internal sealed class Cubic(int slowStartLimit) : ICongestionControl
{
    /// <summary>RFC 9438 section 5: the scaling constant C, segments per second cubed.</summary>
    internal const double C = 0.4;

    /// <summary>RFC 9438 section 4.6: the multiplicative decrease factor.</summary>
    internal const double Beta = 0.7;

    /// <summary>RFC 9438 section 4.3: the additive increase that is fair to Reno with this decrease.</summary>
    internal const double Alpha = 3 * (1 - Beta) / (1 + Beta);

    private int _segmentSize;
    private int _threshold;
    private double _window;
    private double _maximum;
    private double _prior;
    private double _estimate;
    private double _period;
    private double _originWindow;
    private long _epochNs;
    private long _lastAckNs;
    private bool _inEpoch;

    /// <inheritdoc/>
    public CongestionAlgorithm Algorithm => CongestionAlgorithm.Cubic;

    /// <inheritdoc/>
    public int Window => (int)_window;

    /// <inheritdoc/>
    public int SlowStartThreshold => _threshold;

    /// <inheritdoc/>
    public bool InSlowStart => Window < _threshold;

    /// <summary>W_max in segments: the window before the last reduction.</summary>
    internal double MaximumSegments => _maximum;

    /// <summary>K in seconds: how long the curve takes to come back to W_max.</summary>
    internal double PeriodSeconds => _period;

    /// <inheritdoc/>
    public void Start(int segmentSize, int initialWindow)
    {
        _segmentSize = segmentSize;
        _window = initialWindow;
        _threshold = int.MaxValue;
        _maximum = 0;
        _prior = 0;
        _inEpoch = false;
        _lastAckNs = 0;
    }

    /// <inheritdoc/>
    public void SetSegmentSize(int segmentSize)
    {
        _segmentSize = segmentSize;
        _window = Math.Max(_window, segmentSize);
        _inEpoch = false;
    }

    /// <inheritdoc/>
    public void OnAck(in AckSample sample)
    {
        long sinceLast = sample.NowNs - _lastAckNs;
        _lastAckNs = sample.NowNs;
        if (!sample.WindowLimited)
        {
            // RFC 9438 section 5.8: time in which the application did not fill the window does not count.
            _epochNs += _inEpoch ? sinceLast : 0;
            return;
        }

        if (InSlowStart)
        {
            Grow(Math.Min(sample.AckedBytes, slowStartLimit * _segmentSize));
            return;
        }

        Avoid(sample);
    }

    /// <inheritdoc/>
    public void OnRecoveryStart(int flightSize, long nowNs)
    {
        Reduce(flightSize);
        _window = _threshold;
    }

    /// <inheritdoc/>
    public void OnRecoveryEnd(int flightSize)
    {
        _window = _threshold;
        _inEpoch = false;
    }

    /// <inheritdoc/>
    public void OnTimeout(int flightSize, long nowNs, bool first)
    {
        if (first)
        {
            Reduce(flightSize);
        }

        _window = _segmentSize;
        _inEpoch = false;
    }

    /// <inheritdoc/>
    public void OnIdleRestart(int restartWindow)
    {
        _window = Math.Min(_window, restartWindow);
        _inEpoch = false;
    }

    /// <summary>W_cubic(t) of RFC 9438 figure 1, in segments.</summary>
    internal static double Curve(double seconds, double period, double maximum)
    {
        double distance = seconds - period;
        return (C * distance * distance * distance) + maximum;
    }

    /// <summary>The cube root of a number that is not negative, by Newton's method; the same bits on every machine.</summary>
    internal static double CubeRoot(double value)
    {
        if (value <= 0)
        {
            return 0;
        }

        // A third of the exponent is within a factor of two of the root; from there every step doubles the number of right digits.
        double root = BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(value) / 3) + (682UL << 52) + (1UL << 51));
        for (int step = 0; step < 8; step++)
        {
            root = ((2 * root) + (value / (root * root))) / 3;
        }

        return root;
    }

    private void Avoid(in AckSample sample)
    {
        double segments = _window / _segmentSize;
        if (!_inEpoch)
        {
            BeginEpoch(segments, sample.NowNs);
        }

        double acked = (double)sample.AckedBytes / _segmentSize;
        _estimate += (_estimate >= _prior ? 1 : Alpha) * acked / segments;

        double elapsed = (sample.NowNs - _epochNs) / 1e9;
        double cubicNow = Curve(elapsed, _period, _originWindow);
        if (cubicNow < _estimate)
        {
            // RFC 9438 section 4.3: never slower than Reno would be.
            SetWindow(Math.Max(_estimate, segments) * _segmentSize);
            return;
        }

        double target = Curve(elapsed + (sample.SmoothedRttNs / 1e9), _period, _originWindow);
        target = Math.Clamp(target, segments, 1.5 * segments);
        SetWindow((segments + ((target - segments) / segments * acked)) * _segmentSize);
    }

    private void BeginEpoch(double segments, long nowNs)
    {
        _inEpoch = true;
        _epochNs = nowNs;
        _estimate = segments;
        if (segments < _maximum)
        {
            _period = CubeRoot((_maximum - segments) / C);
            _originWindow = _maximum;
        }
        else
        {
            _period = 0;
            _originWindow = segments;
        }
    }

    private void Reduce(int flightSize)
    {
        double segments = _window / _segmentSize;
        _prior = segments;

        // Fast convergence (RFC 9438 section 4.7): a flow that did not reach its old maximum leaves room for others.
        _maximum = segments < _maximum ? segments * (1 + Beta) / 2 : segments;
        _threshold = (int)Math.Max(flightSize * Beta, 2 * _segmentSize);
        _inEpoch = false;
    }

    private void Grow(int bytes) => SetWindow(_window + bytes);

    private void SetWindow(double bytes) => _window = Math.Min(bytes, CongestionLimits.MaxWindow);
}
