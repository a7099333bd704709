using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>Interrupt moderation of a NIC (NDIS_INTERRUPT_MODERATION_PARAMETERS).</summary>
public sealed record InterruptModerationParameters : IOidStructure<InterruptModerationParameters>
{
    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 12;

    /// <summary>What a change costs.</summary>
    public InterruptModerationFlags Flags { get; init; }

    /// <summary>On or off.</summary>
    public InterruptModeration InterruptModeration { get; init; }

    /// <inheritdoc/>
    static int IOidStructure<InterruptModerationParameters>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<InterruptModerationParameters>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        new NdisObjectHeader(NdisObjectHeader.Default, 1, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)InterruptModeration);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out InterruptModerationParameters value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, Size, out _))
        {
            value = null;
            return false;
        }

        value = new InterruptModerationParameters
        {
            Flags = (InterruptModerationFlags)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            InterruptModeration = (InterruptModeration)BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
        };
        return true;
    }
}
