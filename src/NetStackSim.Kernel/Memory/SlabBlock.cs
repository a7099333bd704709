namespace NetStackSim.Kernel;

/// <summary>A piece of a slab: whoever allocated it owns the bytes until it frees them.</summary>
/// <param name="Buffer">The slab.</param>
/// <param name="Offset">First byte of the block, on a cache line.</param>
/// <param name="Length">Usable bytes.</param>
public readonly record struct SlabBlock(byte[] Buffer, int Offset, int Length)
{
    /// <summary>The bytes of the block.</summary>
    public Span<byte> Span => Buffer.AsSpan(Offset, Length);
}
