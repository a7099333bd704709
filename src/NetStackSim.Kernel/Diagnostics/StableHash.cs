using System.Buffers.Binary;
using System.Numerics;

namespace NetStackSim.Kernel;

/// <summary>Hashes that are the same in every process, unlike <c>string.GetHashCode</c> and <c>HashCode</c>.</summary>
/// <remarks>Not for secrets: whoever must resist chosen keys uses a keyed hash.</remarks>
public static class StableHash
{
    private const ulong Multiplier = 0x9FB21C651E98DF25;

    /// <summary>Mixes two numbers into one.</summary>
    /// <param name="a">First number, for example a running hash.</param>
    /// <param name="b">Second number.</param>
    /// <returns>The mixed number; the order of the two matters.</returns>
    public static ulong Mix(ulong a, ulong b)
    {
        ulong hash = (a ^ BitOperations.RotateLeft(b, 29)) * Multiplier;
        hash = (hash ^ (hash >> 32)) * 0xC2B2AE3D27D4EB4F;
        return hash ^ (hash >> 32);
    }

    /// <summary>Spreads the bits of a number (the finaliser of splitmix64).</summary>
    /// <param name="value">The number.</param>
    /// <returns>The spread number; a bijection.</returns>
    public static ulong Avalanche(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>Hashes text by its UTF-16 code units.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The hash, the same on every machine.</returns>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        ulong hash = (ulong)text.Length;
        foreach (char unit in text)
        {
            hash = (hash ^ unit) * Multiplier;
            hash ^= hash >> 32;
        }

        return Avalanche(hash);
    }

    /// <summary>Hashes bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The hash, the same on every machine.</returns>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length * Multiplier;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        ulong tail = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            tail = (tail << 8) | bytes[i];
        }

        return Avalanche(Mix(hash, tail));
    }
}
