using System.Buffers.Binary;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The four bytes at the start of a structure of NDIS 6.</summary>
/// <param name="Type">NDIS_OBJECT_TYPE_*.</param>
/// <param name="Revision">Revision; a newer one only adds fields at the end.</param>
/// <param name="Size">Bytes of the structure, header included.</param>
[WindowsDdi("NDIS_OBJECT_HEADER")]
public readonly record struct NdisObjectHeader(byte Type, byte Revision, ushort Size)
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 4;

    /// <summary>NDIS_OBJECT_TYPE_DEFAULT.</summary>
    public const byte Default = 0x80;

    /// <summary>Writes the header.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        destination[0] = Type;
        destination[1] = Revision;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], Size);
    }

    /// <summary>Reads a header and checks it: the type, at least revision 1, not more bytes than there are, not fewer than the reader needs.</summary>
    /// <param name="source">The structure.</param>
    /// <param name="type">The type that it must have.</param>
    /// <param name="minimum">Bytes that its first revision has.</param>
    /// <param name="header">The header.</param>
    /// <returns>False when it is another structure, or cut off.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, byte type, int minimum, out NdisObjectHeader header)
    {
        header = source.Length < Length ? default : new(source[0], source[1], BinaryPrimitives.ReadUInt16LittleEndian(source[2..]));
        return header.Type == type && header.Revision >= 1 && header.Size >= minimum && header.Size <= source.Length;
    }
}
