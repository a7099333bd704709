using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Moves of RSS version 2 (NDIS_RSS_SET_INDIRECTION_ENTRIES): input and output of the synchronous OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES.</summary>
[WindowsDdi("NDIS_RSS_SET_INDIRECTION_ENTRIES")]
public sealed record RssIndirectionEntries : IOidStructure<RssIndirectionEntries>
{
    private const byte ObjectType = 0xC9;
    private const int FixedSize = 20;

    /// <inheritdoc/>
    public static int MinimumSize => FixedSize;

    /// <summary>The moves.</summary>
    public IReadOnlyList<RssIndirectionEntry> Entries { get; init; } = [];

    /// <inheritdoc/>
    public int ByteCount => FixedSize + (Entries.Count * RssIndirectionEntry.Size);

    /// <summary>The request for these moves; its answer holds a status for each.</summary>
    public OidRequest ToRequest()
    {
        byte[] bytes = new byte[ByteCount];
        Write(bytes);
        return OidRequest.Method(Oid.GenRssSetIndirectionTableEntries, bytes, bytes.Length);
    }

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        new NdisObjectHeader(ObjectType, 1, FixedSize).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], RssIndirectionEntry.Size);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], FixedSize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], (uint)Entries.Count);
        for (int i = 0; i < Entries.Count; i++)
        {
            Entries[i].Write(destination[(FixedSize + (i * RssIndirectionEntry.Size))..]);
        }
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out RssIndirectionEntries value)
    {
        value = null;
        if (!NdisObjectHeader.TryRead(source, ObjectType, FixedSize, out _))
        {
            return false;
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(source[16..]);
        if (count > (uint)source.Length || size < RssIndirectionEntry.Size || size > (uint)source.Length
            || !RssLayout.TryPart(source, FixedSize, BinaryPrimitives.ReadUInt32LittleEndian(source[12..]), (uint)Math.Min((ulong)count * size, uint.MaxValue), out ReadOnlySpan<byte> table))
        {
            return false;
        }

        RssIndirectionEntry[] entries = new RssIndirectionEntry[count];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = RssIndirectionEntry.Read(table[(i * (int)size)..]);
        }

        value = new RssIndirectionEntries { Entries = entries };
        return true;
    }
}
