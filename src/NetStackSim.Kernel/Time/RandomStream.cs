using System.Buffers.Binary;
using System.Numerics;

namespace NetStackSim.Kernel;

/// <summary>A generator of its own for each purpose (xoshiro256**, seeded through splitmix64): equal seeds give equal numbers everywhere.</summary>
public sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Makes a stream.</summary>
    /// <param name="seed">The seed; every value is good.</param>
    public RandomStream(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>64 random bits.</summary>
    /// <returns>The number.</returns>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>32 random bits.</summary>
    /// <returns>The number.</returns>
    public uint NextUInt32() => (uint)(NextUInt64() >> 32);

    /// <summary>A number from 0 up to, but not including, a bound.</summary>
    /// <param name="maxExclusive">The bound; above zero.</param>
    /// <returns>The number; the bias is below 2^-32.</returns>
    public int Next(int maxExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxExclusive);
        return (int)Math.BigMul(NextUInt64(), (ulong)maxExclusive, out _);
    }

    /// <summary>A number between two bounds.</summary>
    /// <param name="minInclusive">Smallest value.</param>
    /// <param name="maxExclusive">Above the largest value.</param>
    /// <returns>The number.</returns>
    public long Next(long minInclusive, long maxExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(minInclusive, maxExclusive);
        return minInclusive + (long)Math.BigMul(NextUInt64(), (ulong)(maxExclusive - minInclusive), out _);
    }

    /// <summary>A number from 0 up to, but not including, 1 with 53 random bits.</summary>
    /// <returns>The number.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Throws a coin. A number is drawn for every probability, so that changing one does not shift the others.</summary>
    /// <param name="p">Probability of true; 0 or less is never, 1 or more is always.</param>
    /// <returns>The outcome.</returns>
    public bool Chance(double p) => NextDouble() < p;

    /// <summary>Fills a span.</summary>
    /// <param name="destination">Where the bytes go.</param>
    public void NextBytes(Span<byte> destination)
    {
        while (destination.Length >= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination, NextUInt64());
            destination = destination[sizeof(ulong)..];
        }

        if (!destination.IsEmpty)
        {
            Span<byte> last = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(last, NextUInt64());
            last[..destination.Length].CopyTo(destination);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        return StableHash.Avalanche(state);
    }
}
