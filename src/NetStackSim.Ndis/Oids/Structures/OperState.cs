using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>The operational state of an interface (NDIS_OPER_STATE).</summary>
public sealed record OperState : IOidStructure<OperState>
{
    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 12;

    /// <summary>The status.</summary>
    public OperStatus OperationalStatus { get; init; } = OperStatus.Up;

    /// <summary>The reason.</summary>
    public OperStatusFlags Flags { get; init; }

    /// <inheritdoc/>
    static int IOidStructure<OperState>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<OperState>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)OperationalStatus);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)Flags);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out OperState value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, Size, out _))
        {
            value = null;
            return false;
        }

        value = new OperState
        {
            OperationalStatus = (OperStatus)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            Flags = (OperStatusFlags)BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
        };
        return true;
    }
}
