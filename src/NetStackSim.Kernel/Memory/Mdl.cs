using System.Runtime.InteropServices;

namespace NetStackSim.Kernel;

/// <summary>Describes one piece of memory: an array, an offset and a length. A chain of them describes a message.</summary>
/// <remarks>
/// <code>
///  Buffer   +--------------------------------------------+
///                    ^ Offset    |&lt;--- ByteCount ---&gt;|
/// </code>
/// The descriptor does not own the memory. Legal at any IRQL up to Dispatch.
/// </remarks>
[WindowsDdi("MDL")]
public sealed class Mdl
{
    /// <summary>Makes a descriptor of no memory; set <see cref="Buffer"/>, <see cref="Offset"/> and <see cref="ByteCount"/>.</summary>
    public Mdl()
    {
    }

    /// <summary>The next piece of the message, or null.</summary>
    public Mdl? Next { get; set; }

    /// <summary>The array that holds the bytes.</summary>
    public byte[] Buffer { get; set; } = [];

    /// <summary>Index of the first described byte in <see cref="Buffer"/>.</summary>
    public int Offset { get; set; }

    /// <summary>Number of described bytes.</summary>
    [WindowsDdi("MmGetMdlByteCount")]
    public int ByteCount { get; set; }

    /// <summary>The described bytes.</summary>
    [WindowsDdi("MmGetSystemAddressForMdlSafe")]
    public Span<byte> Span => Buffer.AsSpan(Offset, ByteCount);

    /// <summary>The described bytes as memory.</summary>
    public Memory<byte> Memory => Buffer.AsMemory(Offset, ByteCount);

    /// <summary>True while the descriptor is rented from an <see cref="MdlPool"/> and must go back there.</summary>
    public bool IsFromPool => Pool is not null;

    /// <summary>The pool that this descriptor is rented from; null for a descriptor of the caller's own and for one that lies in its pool.</summary>
    public MdlPool? Pool { get; internal set; }

    /// <summary>Describes a piece of an array with a new descriptor.</summary>
    /// <param name="buffer">The array; it must not change its meaning while the descriptor is in use.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns>The descriptor, owned by the caller.</returns>
    [WindowsDdi("IoAllocateMdl")]
    public static Mdl Over(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, buffer.Length - offset);
        return new Mdl { Buffer = buffer, Offset = offset, ByteCount = count };
    }

    /// <summary>Describes a whole array with a new descriptor.</summary>
    /// <param name="buffer">The array.</param>
    /// <returns>The descriptor, owned by the caller.</returns>
    public static Mdl Over(byte[] buffer) => Over(buffer, 0, buffer.Length);

    /// <summary>Describes memory of a caller: an array in place, any other memory through a copy.</summary>
    /// <param name="memory">The memory; an array behind it must stay unchanged while the descriptor is in use.</param>
    /// <param name="copies">Where a copy is counted, as <see cref="CopyKind.StackSend"/>.</param>
    /// <returns>The descriptor, owned by the caller.</returns>
    public static Mdl OverMemory(ReadOnlyMemory<byte> memory, CopyLedger copies)
    {
        ArgumentNullException.ThrowIfNull(copies);
        if (MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment) && segment.Array is { } array)
        {
            return new Mdl { Buffer = array, Offset = segment.Offset, ByteCount = segment.Count };
        }

        copies.Add(CopyKind.StackSend, memory.Length);
        return Over(memory.ToArray());
    }

    /// <summary>Counts the bytes of this descriptor and all behind it.</summary>
    /// <returns>The number of bytes.</returns>
    public long ChainByteCount()
    {
        long total = 0;
        for (Mdl? mdl = this; mdl is not null; mdl = mdl.Next)
        {
            total += mdl.ByteCount;
        }

        return total;
    }

    /// <inheritdoc/>
    public override string ToString() => $"MDL offset {Offset}, {ByteCount} bytes{(Next is null ? string.Empty : ", chained")}";
}
