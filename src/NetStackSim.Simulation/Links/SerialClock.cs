using System.Diagnostics;

namespace NetStackSim.Simulation;

/// <summary>When a serial line is free again: exact to the fraction of a nanosecond over any number of frames.</summary>
/// <remarks>Back to back frames accumulate no rounding error: the part below one nanosecond is carried over as a remainder in units of 1/rate ns.</remarks>
internal struct SerialClock
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private long _freeAt;
    private ulong _remainder;

    /// <summary>Sends bytes as soon as the line is free.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="bytes">What occupies the line.</param>
    /// <param name="bitsPerSecond">The rate; more than 0.</param>
    /// <returns>The instant at which the last bit has left, rounded up.</returns>
    internal long Send(long now, long bytes, long bitsPerSecond)
    {
        Debug.Assert(bitsPerSecond > 0, "A line without rate takes no time.");
        if (_freeAt < now || (_freeAt == now && _remainder == 0))
        {
            _freeAt = now;
            _remainder = 0;
        }

        UInt128 units = ((UInt128)(ulong)bytes * 8 * NanosecondsPerSecond) + _remainder;
        (UInt128 whole, UInt128 rest) = UInt128.DivRem(units, (ulong)bitsPerSecond);
        _freeAt += (long)(ulong)whole;
        _remainder = (ulong)rest;
        return _freeAt + (_remainder > 0 ? 1 : 0);
    }
}
