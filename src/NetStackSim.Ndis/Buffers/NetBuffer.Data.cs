using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Reading and writing the data across MDL borders.</content>
public sealed partial class NetBuffer
{
    /// <summary>Gives the first <paramref name="length"/> data bytes as one span.</summary>
    /// <param name="length">Bytes wanted.</param>
    /// <param name="scratch">Where the bytes are copied when they do not lie together; may be empty.</param>
    /// <param name="data">The bytes: in place, or in <paramref name="scratch"/>. A view to read: writing to a copy would not change the packet.</param>
    /// <returns>False when there is less data, or when the bytes do not lie together and the scratch is too small.</returns>
    /// <remarks>IRQL: at most Dispatch. Spans have no alignment, so the alignment parameters of the DDI have no counterpart.</remarks>
    [WindowsDdi("NdisGetDataBuffer")]
    public bool TryGetContiguous(int length, Span<byte> scratch, out ReadOnlySpan<byte> data)
    {
        if ((uint)length > (uint)DataLength || CurrentMdl is not { } mdl)
        {
            data = default;
            return length == 0;
        }

        if (mdl.ByteCount - CurrentMdlOffset >= length)
        {
            data = mdl.Span.Slice(CurrentMdlOffset, length);
            return true;
        }

        if (scratch.Length < length)
        {
            data = default;
            return false;
        }

        CopyTo(0, scratch[..length]);
        data = scratch[..length];
        return true;
    }

    /// <summary>Gives the first <paramref name="length"/> data bytes in place, to write a header into.</summary>
    /// <returns>The bytes, or an empty span when there is less data or the bytes do not lie together.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetWritable(int length)
    {
        Mdl? mdl = CurrentMdl;
        return mdl is not null && length <= DataLength && mdl.ByteCount - CurrentMdlOffset >= length
            ? mdl.Span.Slice(CurrentMdlOffset, length)
            : default;
    }

    /// <summary>Copies data bytes out of the packet.</summary>
    /// <param name="offset">Offset from the data start.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <returns>Bytes copied: less than asked for when the data ends before.</returns>
    public int CopyTo(int offset, Span<byte> destination)
    {
        int wanted = Math.Min(destination.Length, DataLength - offset);
        if (wanted <= 0 || offset < 0)
        {
            return 0;
        }

        MdlCursor cursor = new(CurrentMdl!, CurrentMdlOffset + offset);
        return cursor.Read(destination[..wanted]);
    }

    /// <summary>Copies bytes into the data of the packet, in place.</summary>
    /// <param name="offset">Offset from the data start.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>Bytes copied: less than given when the data ends before.</returns>
    public int CopyFrom(int offset, ReadOnlySpan<byte> source)
    {
        int wanted = Math.Min(source.Length, DataLength - offset);
        if (wanted <= 0 || offset < 0)
        {
            return 0;
        }

        MdlCursor cursor = new(CurrentMdl!, CurrentMdlOffset + offset);
        return cursor.Write(source[..wanted]);
    }

    /// <summary>Copies from packet to packet across MDL borders.</summary>
    /// <param name="destinationOffset">Offset from the data start of this packet.</param>
    /// <param name="length">Bytes wanted.</param>
    /// <param name="source">The packet to read.</param>
    /// <param name="sourceOffset">Offset from its data start.</param>
    /// <returns>Bytes copied: less than wanted when one of the packets ends before.</returns>
    [WindowsDdi("NdisCopyFromNetBufferToNetBuffer")]
    public int CopyFrom(int destinationOffset, int length, NetBuffer source, int sourceOffset)
    {
        int wanted = Math.Min(length, Math.Min(DataLength - destinationOffset, source.DataLength - sourceOffset));
        if (wanted <= 0 || destinationOffset < 0 || sourceOffset < 0)
        {
            return 0;
        }

        MdlCursor to = new(CurrentMdl!, CurrentMdlOffset + destinationOffset);
        MdlCursor from = new(source.CurrentMdl!, source.CurrentMdlOffset + sourceOffset);
        int copied = 0;
        while (copied < wanted)
        {
            ReadOnlySpan<byte> piece = from.Take(wanted - copied);
            to.Write(piece);
            copied += piece.Length;
        }

        return copied;
    }

    /// <summary>The pieces of the data, in order: for gather DMA, checksums and writers that take several buffers.</summary>
    /// <param name="offset">Offset from the data start.</param>
    /// <returns>A cursor that stands at that byte. It knows the MDL chain, not the data length: ask for no more than there is.</returns>
    public MdlCursor GetCursor(int offset = 0) => new(CurrentMdl!, CurrentMdlOffset + offset);

    /// <summary>The most pieces in which the data can lie for a device: pages that it touches, MDL by MDL.</summary>
    [WindowsDdi("NdisQueryNetBufferPhysicalCount")]
    public int QueryPhysicalCount()
    {
        int count = 0;
        int left = DataLength;
        MdlCursor cursor = GetCursor();
        while (left > 0 && cursor.Available > 0)
        {
            int at = cursor.Mdl.Offset + cursor.Offset;
            int length = Math.Min(left, cursor.Available);
            count += ((at + length - 1) / PhysicalMemory.PageSize) - (at / PhysicalMemory.PageSize) + 1;
            cursor.Skip(length);
            left -= length;
        }

        return count;
    }
}
