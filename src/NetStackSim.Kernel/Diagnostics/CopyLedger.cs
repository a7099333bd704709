namespace NetStackSim.Kernel;

/// <summary>Counts every copied payload byte by its reason; the proof that pointers travel and data does not.</summary>
public sealed class CopyLedger
{
    private const int Kinds = (int)CopyKind.Loopback + 1;

    private readonly long[] _bytes = new long[Kinds];
    private readonly long[] _copies = new long[Kinds];

    /// <summary>Bytes copied by the stack itself: neither DMA nor wire.</summary>
    public long StackBytes => Bytes(CopyKind.StackReceive) + Bytes(CopyKind.StackSend) + Bytes(CopyKind.StackOther);

    /// <summary>Counts one copy. Any IRQL.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="bytes">How many bytes.</param>
    public void Add(CopyKind kind, long bytes)
    {
        _bytes[(int)kind] += bytes;
        _copies[(int)kind]++;
    }

    /// <summary>Bytes copied for one reason.</summary>
    /// <param name="kind">The reason.</param>
    /// <returns>Number of bytes.</returns>
    public long Bytes(CopyKind kind) => _bytes[(int)kind];

    /// <summary>Copies made for one reason.</summary>
    /// <param name="kind">The reason.</param>
    /// <returns>Number of copies.</returns>
    public long Copies(CopyKind kind) => _copies[(int)kind];

    /// <summary>Sets every count to zero, for a measurement that begins now.</summary>
    public void Reset()
    {
        Array.Clear(_bytes);
        Array.Clear(_copies);
    }
}
