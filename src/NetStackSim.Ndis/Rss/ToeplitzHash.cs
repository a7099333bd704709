using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace NetStackSim.Ndis;

/// <summary>The Toeplitz hash of receive-side scaling, by tables made of the key: one look-up and one exclusive or for each byte of input.</summary>
/// <remarks>For every input bit that is set, from the most significant on, the 32 bits of the key that start at the number of the bit are added without carry.</remarks>
public sealed class ToeplitzHash
{
    /// <summary>NdisHashFunctionToeplitz.</summary>
    public const byte Function = 1;

    /// <summary>Bytes of the key.</summary>
    public const int KeySize = ReceiveScaleParameters.MaximumKeySize;

    /// <summary>The longest input: two IPv6 addresses and two ports.</summary>
    public const int MaximumInput = KeySize - sizeof(uint);

    private const int Values = 256;

    // Row p, column v: what a byte v at position p adds.
    private readonly uint[] _tables = new uint[MaximumInput * Values];

    /// <summary>Makes the tables of a key.</summary>
    /// <param name="key">40 bytes.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public ToeplitzHash(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"A key has {KeySize} bytes, not {key.Length}.", nameof(key));
        }

        for (int position = 0; position < MaximumInput; position++)
        {
            FillRow(_tables.AsSpan(position * Values, Values), BinaryPrimitives.ReadUInt64BigEndian(Window(key, position)));
        }
    }

    /// <summary>Hashes an input.</summary>
    /// <param name="input">At most <see cref="MaximumInput"/> bytes: source address, destination address, source port, destination port, as on the wire.</param>
    /// <returns>The hash.</returns>
    public uint Compute(ReadOnlySpan<byte> input) => Add(0, 0, input);

    /// <summary>Adds a part of an input to the hash of the parts before it.</summary>
    /// <param name="hash">The hash so far; 0 at first.</param>
    /// <param name="position">Bytes of input before this part.</param>
    /// <param name="part">The part.</param>
    /// <returns>The hash.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Add(uint hash, int position, ReadOnlySpan<byte> part)
    {
        ReadOnlySpan<uint> rows = _tables.AsSpan(position * Values, part.Length * Values);
        for (int i = 0; i < part.Length; i++)
        {
            hash ^= rows[(i * Values) + part[i]];
        }

        return hash;
    }

    // Eight bytes of the key from a position on; the last positions of the table need no more than five, the rest is zero.
    private static ReadOnlySpan<byte> Window(ReadOnlySpan<byte> key, int position)
    {
        byte[] window = new byte[sizeof(ulong)];
        key.Slice(position, Math.Min(sizeof(ulong), key.Length - position)).CopyTo(window);
        return window;
    }

    private static void FillRow(Span<uint> row, ulong key)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            uint added = (uint)(key << bit >> 32);
            int value = 0x80 >> bit;
            for (int v = 0; v < Values; v++)
            {
                row[v] ^= (v & value) != 0 ? added : 0;
            }
        }
    }
}
