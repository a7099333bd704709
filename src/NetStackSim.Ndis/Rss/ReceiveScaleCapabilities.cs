using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What a NIC can do for receive-side scaling (NDIS_RECEIVE_SCALE_CAPABILITIES, OID_GEN_RECEIVE_SCALE_CAPABILITIES).</summary>
[WindowsDdi("NDIS_RECEIVE_SCALE_CAPABILITIES")]
public sealed record ReceiveScaleCapabilities : IOidStructure<ReceiveScaleCapabilities>
{
    private const byte ObjectType = 0x88;
    private const int Revision1Size = 16;
    private const int Revision2Size = 18;

    /// <inheritdoc/>
    public static int MinimumSize => Revision1Size;

    /// <summary>Revision of the layout: 1 (6.0), 2 (6.30: with the table size), 3 (6.60).</summary>
    public byte Revision { get; init; } = 3;

    /// <summary>Hash types, kinds of interrupts, hash functions.</summary>
    public RssCapabilityFlags Flags { get; init; }

    /// <summary>Interrupt messages that serve receive queues.</summary>
    public uint InterruptMessages { get; init; }

    /// <summary>Receive queues.</summary>
    public uint ReceiveQueues { get; init; }

    /// <summary>The most entries of the indirection table; 128 in revision 1.</summary>
    public ushort IndirectionTableEntries { get; init; } = 128;

    /// <inheritdoc/>
    public int ByteCount => Revision == 1 ? Revision1Size : Revision2Size;

    /// <inheritdoc/>
    public void Write(Span<byte> destination)
    {
        new NdisObjectHeader(ObjectType, Revision, (ushort)ByteCount).Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], InterruptMessages);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], ReceiveQueues);
        if (Revision > 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination[16..], IndirectionTableEntries);
        }
    }

    /// <inheritdoc/>
    public static bool TryRead(ReadOnlySpan<byte> source, [MaybeNullWhen(false)] out ReceiveScaleCapabilities value)
    {
        value = null;
        if (!NdisObjectHeader.TryRead(source, ObjectType, Revision1Size, out NdisObjectHeader header)
            || (header.Revision > 1 && header.Size < Revision2Size))
        {
            return false;
        }

        value = new ReceiveScaleCapabilities
        {
            Revision = header.Revision,
            Flags = (RssCapabilityFlags)BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            InterruptMessages = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            ReceiveQueues = BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
            IndirectionTableEntries = header.Revision > 1 ? BinaryPrimitives.ReadUInt16LittleEndian(source[16..]) : (ushort)128,
        };
        return true;
    }
}
