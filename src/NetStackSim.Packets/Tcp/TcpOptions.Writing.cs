using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace NetStackSim.Packets;

// Writing, in the order that the systems of the profiles use. Every block is a multiple of four bytes, so that timestamps and SACK blocks are aligned.
public partial struct TcpOptions
{
    /// <summary>Writes the option block "NOP NOP timestamps".</summary>
    /// <param name="span">At least 12 bytes.</param>
    /// <param name="value">TSval.</param>
    /// <param name="echo">TSecr.</param>
    /// <returns>12.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteTimestampsOnly(Span<byte> span, uint value, uint echo)
    {
        BinaryPrimitives.WriteUInt32BigEndian(span[8..], echo);
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], value);
        BinaryPrimitives.WriteUInt32BigEndian(span, TimestampsOnlyPrefix);
        return TimestampsOnlyLength;
    }

    /// <summary>Writes the options that are present, in the order of a system, padded with no-operations to a multiple of four.</summary>
    /// <param name="span">Room for them; 40 bytes are always enough.</param>
    /// <param name="layout">Whose order.</param>
    /// <returns>Bytes written, 0-40. SACK blocks that do not fit are left out, then the fast open option.</returns>
    /// <remarks>Signatures (MD5, authentication) are not written here: they cover the finished segment.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The span is too short.</exception>
    public readonly int Write(Span<byte> span, TcpOptionLayout layout = TcpOptionLayout.Windows)
    {
        int offset = 0;
        if (HasMaximumSegmentSize)
        {
            BinaryPrimitives.WriteUInt32BigEndian(span, 0x0204_0000u | MaximumSegmentSize);
            offset = 4;
        }

        offset = layout == TcpOptionLayout.Linux
            ? WriteScale(span, WriteSackPermittedAndTimestamps(span, offset))
            : WriteSackPermittedAndTimestamps(span, WriteScale(span, offset));
        offset = WriteSackBlocks(span, offset);
        return WriteFastOpen(span, offset);
    }

    private readonly int WriteScale(Span<byte> span, int offset)
    {
        if (!HasWindowScale)
        {
            return offset;
        }

        BinaryPrimitives.WriteUInt32BigEndian(span[offset..], 0x0103_0300u | WindowShift);
        return offset + 4;
    }

    // SACK permitted fills the two bytes that pad the timestamps, when both are there.
    private readonly int WriteSackPermittedAndTimestamps(Span<byte> span, int offset)
    {
        if (HasTimestamps)
        {
            WriteTimestampsOnly(span[offset..], TimestampValue, TimestampEcho);
            if (HasSackPermitted)
            {
                BinaryPrimitives.WriteUInt16BigEndian(span[offset..], 0x0402);
            }

            return offset + TimestampsOnlyLength;
        }

        if (!HasSackPermitted)
        {
            return offset;
        }

        BinaryPrimitives.WriteUInt32BigEndian(span[offset..], 0x0101_0402);
        return offset + 4;
    }

    private readonly int WriteSackBlocks(Span<byte> span, int offset)
    {
        int count = Math.Min(SackCount, (TcpHeader.MaximumOptions - offset - 4) / SackBlock.Size);
        if (count <= 0)
        {
            return offset;
        }

        BinaryPrimitives.WriteUInt32BigEndian(span[offset..], 0x0101_0502u + ((uint)count * SackBlock.Size));
        offset += 4;
        for (int i = 0; i < count; i++, offset += SackBlock.Size)
        {
            BinaryPrimitives.WriteUInt32BigEndian(span[offset..], _sack[i].Left.Value);
            BinaryPrimitives.WriteUInt32BigEndian(span[(offset + 4)..], _sack[i].Right.Value);
        }

        return offset;
    }

    private readonly int WriteFastOpen(Span<byte> span, int offset)
    {
        int length = 2 + _cookieLength;
        int padded = (length + 3) & ~3;
        if (!HasFastOpen || offset + padded > TcpHeader.MaximumOptions)
        {
            return offset;
        }

        Span<byte> area = span.Slice(offset, padded);
        area[0] = (byte)TcpOptionKind.FastOpen;
        area[1] = (byte)length;
        FastOpenCookie.CopyTo(area[2..]);
        area[length..].Fill(OptionReader.NopKind);
        return offset + padded;
    }
}
