using System.Buffers.Binary;

namespace NetStackSim.Ndis;

/// <summary>Pieces that the structures of receive-side scaling share: PROCESSOR_NUMBER, hash information, and parts that are found by an offset.</summary>
internal static class RssLayout
{
    /// <summary>Bytes of PROCESSOR_NUMBER: group, number, reserved.</summary>
    public const int ProcessorNumberSize = 4;

    /// <summary>Mask of the hash function in the hash information.</summary>
    public const uint FunctionMask = 0xFF;

    /// <summary>Mask of the hash types in the hash information.</summary>
    public const uint TypeMask = 0x00FF_FF00;

    private const int ProcessorsInGroup = 64;

    public static void WriteProcessor(Span<byte> destination, int processor)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)(processor / ProcessorsInGroup));
        destination[2] = (byte)(processor % ProcessorsInGroup);
        destination[3] = 0;
    }

    public static int ReadProcessor(ReadOnlySpan<byte> source) => (BinaryPrimitives.ReadUInt16LittleEndian(source) * ProcessorsInGroup) + source[2];

    /// <summary>Finds a part of a structure by offset and length.</summary>
    /// <returns>False when it does not lie within the structure, behind its fixed fields.</returns>
    public static bool TryPart(ReadOnlySpan<byte> source, int fixedSize, uint offset, uint length, out ReadOnlySpan<byte> part)
    {
        bool inside = length == 0 || (offset >= fixedSize && (ulong)offset + length <= (ulong)source.Length);
        part = inside && length > 0 ? source.Slice((int)offset, (int)length) : default;
        return inside;
    }
}
