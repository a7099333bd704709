using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>The deepest power state from which each kind of wake-up works (before NDIS 6.20; D0 = 1, 0 = cannot) (NDIS_PNP_CAPABILITIES).</summary>
public sealed record PnpCapabilities : IOidStructure<PnpCapabilities>
{
    /// <summary>Bytes of the structure.</summary>
    public const int Size = 16;

    /// <summary>Flags.</summary>
    public uint Flags { get; init; }

    /// <summary>Magic packets.</summary>
    public uint MinMagicPacketWakeUp { get; init; }

    /// <summary>Patterns.</summary>
    public uint MinPatternWakeUp { get; init; }

    /// <summary>A change of the link.</summary>
    public uint MinLinkChangeWakeUp { get; init; }

    /// <inheritdoc/>
    static int IOidStructure<PnpCapabilities>.MinimumSize => Size;

    /// <inheritdoc/>
    int IOidStructure<PnpCapabilities>.ByteCount => Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], MinMagicPacketWakeUp);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], MinPatternWakeUp);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], MinLinkChangeWakeUp);
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out PnpCapabilities value)
    {
        if (source.Length < Size)
        {
            value = null;
            return false;
        }

        value = new PnpCapabilities
        {
            Flags = BinaryPrimitives.ReadUInt32LittleEndian(source),
            MinMagicPacketWakeUp = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            MinPatternWakeUp = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            MinLinkChangeWakeUp = BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
        };
        return true;
    }
}
