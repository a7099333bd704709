using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The parameters of receive-side scaling (NDIS_RECEIVE_SCALE_PARAMETERS, OID_GEN_RECEIVE_SCALE_PARAMETERS).</summary>
/// <remarks>In revision 1 the table holds one byte for each entry, to which the base processor is added; from revision 2 on PROCESSOR_NUMBERs.</remarks>
[WindowsDdi("NDIS_RECEIVE_SCALE_PARAMETERS")]
public sealed record ReceiveScaleParameters : IOidStructure<ReceiveScaleParameters>
{
    /// <summary>The most entries of the indirection table.</summary>
    public const int MaximumTableEntries = 128;

    /// <summary>Bytes of the key of the Toeplitz hash.</summary>
    public const int MaximumKeySize = 40;

    private const byte ObjectType = 0x89;
    private const int Revision1Size = 28;
    private const int Revision2Size = 40;
    private const int Revision3Size = 44;

    // GROUP_AFFINITY: mask, group, three reserved words.
    private const int GroupAffinitySize = 16;

    /// <inheritdoc/>
    public static int MinimumSize => Revision1Size;

    /// <summary>Revision of the layout: 1 (6.0), 2 (6.20: processor groups), 3 (6.60: default processor).</summary>
    public byte Revision { get; init; } = 3;

    /// <summary>What stays as it is; or the end of scaling.</summary>
    public RssParameterFlags Flags { get; init; }

    /// <summary>The lowest processor (revision 1; of no meaning later).</summary>
    public ushort BaseCpuNumber { get; init; }

    /// <summary>The hash function; 1 = Toeplitz, 0 = none.</summary>
    public byte HashFunction { get; init; } = 1;

    /// <summary>What is hashed.</summary>
    public RssHashTypes HashTypes { get; init; }

    /// <summary>The processor of each entry, base not added; a power of two of them.</summary>
    public IReadOnlyList<int> IndirectionTable { get; init; } = [];

    /// <summary>The key; 40 bytes.</summary>
    public ReadOnlyMemory<byte> SecretKey { get; init; }

    /// <summary>The processors that the table may name, one mask for each group (from revision 2 on).</summary>
    public IReadOnlyList<ulong> ProcessorMasks { get; init; } = [];

    /// <summary>The processor of packets without hash (from revision 3 on).</summary>
    public int DefaultProcessor { get; init; }

    /// <inheritdoc/>
    public int ByteCount => FixedSize + (IndirectionTable.Count * EntrySize) + SecretKey.Length + MaskBytes;

    private int FixedSize => SizeOf(Revision);

    private int EntrySize => Revision == 1 ? 1 : RssLayout.ProcessorNumberSize;

    private int MaskBytes => Revision == 1 ? 0 : ProcessorMasks.Count * GroupAffinitySize;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        destination[..ByteCount].Clear();
        int table = FixedSize;
        int key = table + (IndirectionTable.Count * EntrySize);
        int masks = key + SecretKey.Length;
        new NdisObjectHeader(ObjectType, Revision, (ushort)FixedSize).Write(destination);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], (ushort)Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], BaseCpuNumber);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], HashFunction | (uint)HashTypes);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[12..], (ushort)(IndirectionTable.Count * EntrySize));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], (uint)table);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[20..], (ushort)SecretKey.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[24..], (uint)key);
        for (int i = 0; i < IndirectionTable.Count; i++)
        {
            WriteEntry(destination[(table + (i * EntrySize))..], IndirectionTable[i]);
        }

        SecretKey.Span.CopyTo(destination[key..]);
        if (Revision > 1)
        {
            WriteMasks(destination, masks);
        }

        if (Revision > 2)
        {
            RssLayout.WriteProcessor(destination[40..], DefaultProcessor);
        }
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out ReceiveScaleParameters value)
    {
        value = null;
        if (!NdisObjectHeader.TryRead(source, ObjectType, Revision1Size, out NdisObjectHeader header) || header.Size < SizeOf(header.Revision))
        {
            return false;
        }

        int size = SizeOf(header.Revision);
        int entry = header.Revision == 1 ? 1 : RssLayout.ProcessorNumberSize;
        uint tableBytes = BinaryPrimitives.ReadUInt16LittleEndian(source[12..]);
        if (!RssLayout.TryPart(source, size, BinaryPrimitives.ReadUInt32LittleEndian(source[16..]), tableBytes, out ReadOnlySpan<byte> table)
            || !RssLayout.TryPart(source, size, BinaryPrimitives.ReadUInt32LittleEndian(source[24..]), BinaryPrimitives.ReadUInt16LittleEndian(source[20..]), out ReadOnlySpan<byte> key)
            || !TryReadMasks(source, header.Revision, out ulong[] masks)
            || tableBytes % entry != 0)
        {
            return false;
        }

        uint hash = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        value = new ReceiveScaleParameters
        {
            Revision = header.Revision,
            Flags = (RssParameterFlags)BinaryPrimitives.ReadUInt16LittleEndian(source[4..]),
            BaseCpuNumber = BinaryPrimitives.ReadUInt16LittleEndian(source[6..]),
            HashFunction = (byte)(hash & RssLayout.FunctionMask),
            HashTypes = (RssHashTypes)(hash & RssLayout.TypeMask),
            IndirectionTable = ReadTable(table, entry),
            SecretKey = key.ToArray(),
            ProcessorMasks = masks,
            DefaultProcessor = header.Revision > 2 ? RssLayout.ReadProcessor(source[40..]) : 0,
        };
        return true;
    }

    private static int SizeOf(byte revision) => revision switch { 1 => Revision1Size, 2 => Revision2Size, _ => Revision3Size };

    private static int[] ReadTable(ReadOnlySpan<byte> table, int entrySize)
    {
        int[] processors = new int[table.Length / entrySize];
        for (int i = 0; i < processors.Length; i++)
        {
            processors[i] = entrySize == 1 ? table[i] : RssLayout.ReadProcessor(table[(i * entrySize)..]);
        }

        return processors;
    }

    private static bool TryReadMasks(ReadOnlySpan<byte> source, byte revision, out ulong[] masks)
    {
        masks = [];
        if (revision == 1)
        {
            return true;
        }

        uint count = BinaryPrimitives.ReadUInt32LittleEndian(source[32..]);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(source[36..]);
        if (count == 0)
        {
            return true;
        }

        if (count > MaximumTableEntries || size is < sizeof(ulong) or > 64
            || !RssLayout.TryPart(source, SizeOf(revision), BinaryPrimitives.ReadUInt32LittleEndian(source[28..]), count * size, out ReadOnlySpan<byte> part))
        {
            return false;
        }

        masks = new ulong[count];
        for (int i = 0; i < masks.Length; i++)
        {
            masks[i] = BinaryPrimitives.ReadUInt64LittleEndian(part[(i * (int)size)..]);
        }

        return true;
    }

    private void WriteEntry(Span<byte> destination, int processor)
    {
        if (Revision == 1)
        {
            destination[0] = (byte)processor;
        }
        else
        {
            RssLayout.WriteProcessor(destination, processor);
        }
    }

    private void WriteMasks(Span<byte> destination, int offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination[28..], (uint)offset);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[32..], (uint)ProcessorMasks.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[36..], GroupAffinitySize);
        for (int i = 0; i < ProcessorMasks.Count; i++)
        {
            Span<byte> entry = destination[(offset + (i * GroupAffinitySize))..];
            BinaryPrimitives.WriteUInt64LittleEndian(entry, ProcessorMasks[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[8..], (ushort)i);
        }
    }
}
