using System.Buffers.Binary;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One move of RSS version 2 (NDIS_RSS_SET_INDIRECTION_ENTRY).</summary>
[WindowsDdi("NDIS_RSS_SET_INDIRECTION_ENTRY")]
public readonly record struct RssIndirectionEntry
{
    /// <summary>Bytes of an entry.</summary>
    public const int Size = 24;

    /// <summary>Makes the move of a table entry.</summary>
    /// <param name="index">Which entry.</param>
    /// <param name="processor">Its new processor.</param>
    /// <param name="flags">What is moved, when it is no table entry.</param>
    public RssIndirectionEntry(int index, int processor, RssEntryFlags flags = RssEntryFlags.TableEntry)
    {
        Index = (ushort)index;
        Processor = processor;
        Flags = flags;
    }

    /// <summary>The NIC switch; 0 without one.</summary>
    public uint SwitchId { get; init; }

    /// <summary>The virtual port; 0 without a switch.</summary>
    public uint VPortId { get; init; }

    /// <summary>What is moved.</summary>
    public RssEntryFlags Flags { get; init; }

    /// <summary>Which entry of the table.</summary>
    public ushort Index { get; init; }

    /// <summary>The new processor.</summary>
    public int Processor { get; init; }

    /// <summary>Out: how it went.</summary>
    public NtStatus Status { get; init; }

    /// <summary>Writes the entry.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, SwitchId);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], VPortId);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[12..], Index);
        RssLayout.WriteProcessor(destination[14..], Processor);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[20..], Status.Value);
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    public static RssIndirectionEntry Read(ReadOnlySpan<byte> source) => new()
    {
        SwitchId = BinaryPrimitives.ReadUInt32LittleEndian(source),
        VPortId = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
        Flags = (RssEntryFlags)BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
        Index = BinaryPrimitives.ReadUInt16LittleEndian(source[12..]),
        Processor = RssLayout.ReadProcessor(source[14..]),
        Status = new NtStatus(BinaryPrimitives.ReadUInt32LittleEndian(source[20..])),
    };
}
