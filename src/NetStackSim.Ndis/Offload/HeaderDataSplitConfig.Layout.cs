using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <content>The layout of NDIS_HD_SPLIT_CURRENT_CONFIG.</content>
public sealed partial record HeaderDataSplitConfig : IOidStructure<HeaderDataSplitConfig>
{
    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 28;

    /// <inheritdoc/>
    static int IOidStructure<HeaderDataSplitConfig>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<HeaderDataSplitConfig>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        new NdisObjectHeader(NdisObjectHeader.Default, 1, Size).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], IsSupported ? 1u : 0u);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], IsSupported && IsEnabled ? 1u : 0u);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], IsEnabled ? 1u : 0u);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], CombinesAllHeaders ? 1u : 0u);
        BinaryPrimitives.WriteInt32LittleEndian(destination[20..], BackfillSize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[24..], MaxHeaderSize);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out HeaderDataSplitConfig value)
    {
        if (!NdisObjectHeader.TryRead(source, NdisObjectHeader.Default, Size, out _))
        {
            value = null;
            return false;
        }

        value = new HeaderDataSplitConfig(
            (source[4] & 1) != 0, (source[12] & 1) != 0, (source[16] & 1) != 0,
            BinaryPrimitives.ReadInt32LittleEndian(source[20..]), BinaryPrimitives.ReadInt32LittleEndian(source[24..]));
        return true;
    }
}
