using System.Buffers.Binary;

namespace NetStackSim.Ndis;

/// <summary>Speeds of both directions, bit/s (NDIS_LINK_SPEED).</summary>
public readonly record struct LinkSpeeds : IOidStructure<LinkSpeeds>
{
    /// <summary>Bytes of the structure.</summary>
    public const int Size = 16;

    /// <summary>Transmit speed.</summary>
    public ulong Xmit { get; init; }

    /// <summary>Receive speed.</summary>
    public ulong Rcv { get; init; }

    /// <inheritdoc/>
    static int IOidStructure<LinkSpeeds>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<LinkSpeeds>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(destination, Xmit);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], Rcv);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, out LinkSpeeds value)
    {
        if (source.Length < Size)
        {
            value = default;
            return false;
        }

        value = new LinkSpeeds
        {
            Xmit = BinaryPrimitives.ReadUInt64LittleEndian(source),
            Rcv = BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
        };
        return true;
    }
}
