namespace NetStackSim.Packets;

/// <summary>One SACK block (RFC 2018): bytes from <paramref name="Left"/> up to, without, <paramref name="Right"/> have arrived.</summary>
/// <param name="Left">The first sequence number of the block.</param>
/// <param name="Right">The sequence number behind the block.</param>
public readonly record struct SackBlock(SequenceNumber Left, SequenceNumber Right)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 8;

    /// <summary>The number of bytes in the block; meaningless when it is not valid.</summary>
    public uint Length => Right.Value - Left.Value;

    /// <summary>True when the right edge is after the left.</summary>
    public bool IsValid => Left.IsBefore(Right);
}
