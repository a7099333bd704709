using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>A value of a request or status indication with the layout that it has in the memory of Windows (x64, little-endian).</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IOidStructure<TSelf>
    where TSelf : IOidStructure<TSelf>
{
    /// <summary>The fewest bytes that such a structure can have: its first revision, without list entries.</summary>
    static abstract int MinimumSize { get; }

    /// <summary>Bytes of this value.</summary>
    int ByteCount { get; }

    /// <summary>Writes the value.</summary>
    /// <param name="destination">At least <see cref="ByteCount"/> bytes; padding is cleared.</param>
    void Write(Span<byte> destination);

    /// <summary>Reads a value. Never throws.</summary>
    /// <returns>False when the bytes are not such a structure.</returns>
    static abstract bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out TSelf value);
}
