namespace NetStackSim.Packets.Capture;

/// <summary>The unit of an interface's timestamps (if_tsresol): 10^-n or, with the highest bit, 2^-n seconds.</summary>
/// <param name="code">The option byte.</param>
internal readonly struct TimestampResolution(byte code)
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private readonly byte _code = code;

    /// <summary>The unit when the option is absent.</summary>
    internal static TimestampResolution Microseconds => new(6);

    /// <summary>Turns units into nanoseconds since the epoch; what does not fit becomes the nearest end of the range.</summary>
    /// <param name="units">The timestamp field.</param>
    /// <param name="offsetSeconds">if_tsoffset.</param>
    internal ulong ToNanoseconds(ulong units, long offsetSeconds)
    {
        UInt128 scaled = (UInt128)units * NanosecondsPerSecond;
        int exponent = _code & 0x7F;
        UInt128 nanoseconds = (_code & 0x80) != 0 ? scaled >> exponent : exponent > 37 ? 0 : scaled / PowerOfTen(exponent);
        Int128 total = (Int128)nanoseconds + ((Int128)offsetSeconds * (long)NanosecondsPerSecond);
        return total < 0 ? 0 : total > ulong.MaxValue ? ulong.MaxValue : (ulong)total;
    }

    private static UInt128 PowerOfTen(int exponent)
    {
        UInt128 power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
