using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>How TCP/IP frames its packets (NDIS_OFFLOAD_ENCAPSULATION, OID_OFFLOAD_ENCAPSULATION): task offloads begin when it has said so.</summary>
public sealed record OffloadEncapsulation : IOidStructure<OffloadEncapsulation>
{
    /// <summary>Bytes of the structure (revision 1).</summary>
    public const int Size = 28;

    private const byte ObjectType = 0xA8;
    private const int IPv6Offset = 16;

    /// <summary>IPv4.</summary>
    public OffloadEncapsulationSetting IPv4 { get; init; }

    /// <summary>IPv6.</summary>
    public OffloadEncapsulationSetting IPv6 { get; init; }

    /// <inheritdoc/>
    static int IOidStructure<OffloadEncapsulation>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<OffloadEncapsulation>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        new NdisObjectHeader(ObjectType, 1, Size).Write(destination);
        WriteSetting(destination[NdisObjectHeader.Length..], IPv4);
        WriteSetting(destination[IPv6Offset..], IPv6);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out OffloadEncapsulation value)
    {
        if (!NdisObjectHeader.TryRead(source, ObjectType, Size, out _))
        {
            value = null;
            return false;
        }

        value = new OffloadEncapsulation { IPv4 = ReadSetting(source[NdisObjectHeader.Length..]), IPv6 = ReadSetting(source[IPv6Offset..]) };
        return true;
    }

    private static void WriteSetting(Span<byte> destination, OffloadEncapsulationSetting setting)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)setting.Enabled);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)setting.Encapsulation);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], setting.HeaderSize);
    }

    private static OffloadEncapsulationSetting ReadSetting(ReadOnlySpan<byte> source) => new(
        (OffloadEncapsulationState)BinaryPrimitives.ReadUInt32LittleEndian(source),
        (EncapsulationTypes)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
        BinaryPrimitives.ReadUInt32LittleEndian(source[8..]));
}
