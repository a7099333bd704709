using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace NetStackSim.Packets;

// Reading. Each option is checked against its only legal length; one of another length is skipped as unknown (RFC 9293 MUST-6), an illegal length ends the walk.
public partial struct TcpOptions
{
    /// <summary>Bytes of NOP, NOP, timestamps: the option block of nearly every segment that carries timestamps (RFC 7323 appendix A).</summary>
    public const int TimestampsOnlyLength = 12;

    private const uint TimestampsOnlyPrefix = 0x0101_080A;

    /// <summary>Reads the option block "NOP NOP timestamps" with one compare.</summary>
    /// <param name="options">The option bytes of a header.</param>
    /// <param name="value">TSval.</param>
    /// <param name="echo">TSecr.</param>
    /// <returns>False when the block has any other shape; it may still contain timestamps.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadTimestampsOnly(ReadOnlySpan<byte> options, out uint value, out uint echo)
    {
        if (options.Length == TimestampsOnlyLength && BinaryPrimitives.ReadUInt32BigEndian(options) == TimestampsOnlyPrefix)
        {
            value = BinaryPrimitives.ReadUInt32BigEndian(options[4..]);
            echo = BinaryPrimitives.ReadUInt32BigEndian(options[8..]);
            return true;
        }

        value = 0;
        echo = 0;
        return false;
    }

    /// <summary>Reads all options into this value; what it held before is forgotten.</summary>
    /// <param name="options">The option bytes of a header.</param>
    /// <returns>False when an illegal length ended the walk; what stood before it counts.</returns>
    public bool Parse(ReadOnlySpan<byte> options)
    {
        IsMalformed = false;
        if (TryReadTimestampsOnly(options, out uint value, out uint echo))
        {
            TimestampValue = value;
            TimestampEcho = echo;
            Present = TcpOptionSet.Timestamps;
            return true;
        }

        Present = TcpOptionSet.None;
        return options.IsEmpty || ParseAll(options);
    }

    private bool ParseAll(ReadOnlySpan<byte> options)
    {
        OptionReader reader = new(options);
        while (reader.MoveNext())
        {
            OptionView option = reader.Current;
            if (option.Kind != OptionReader.NopKind)
            {
                Present |= ReadOption(option);
            }
        }

        IsMalformed = reader.IsMalformed;
        return !IsMalformed;
    }

    private TcpOptionSet ReadOption(OptionView option)
    {
        ReadOnlySpan<byte> data = option.Data;
        switch ((TcpOptionKind)option.Kind)
        {
            case TcpOptionKind.MaximumSegmentSize when data.Length == 2:
                MaximumSegmentSize = BinaryPrimitives.ReadUInt16BigEndian(data);
                return TcpOptionSet.MaximumSegmentSize;
            case TcpOptionKind.WindowScale when data.Length == 1:
                WindowShift = data[0];
                return TcpOptionSet.WindowScale;
            case TcpOptionKind.SackPermitted when data.Length == 0:
                return TcpOptionSet.SackPermitted;
            case TcpOptionKind.Sack when data.Length >= SackBlock.Size && data.Length % SackBlock.Size == 0:
                ReadSackBlocks(data);
                return TcpOptionSet.Sack;
            case TcpOptionKind.Timestamps when data.Length == 8:
                TimestampValue = BinaryPrimitives.ReadUInt32BigEndian(data);
                TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
                return TcpOptionSet.Timestamps;
            case TcpOptionKind.FastOpen when IsCookieLength(data.Length):
                SetFastOpen(data);
                return TcpOptionSet.FastOpen;
            case TcpOptionKind.Md5Signature when data.Length == 16:
                return TcpOptionSet.Md5Signature;
            case TcpOptionKind.Authentication when data.Length >= 2:
                return TcpOptionSet.Authentication;
            default:
                return TcpOptionSet.Unknown;
        }
    }

    private void ReadSackBlocks(ReadOnlySpan<byte> data)
    {
        for (int offset = 0; offset < data.Length; offset += SackBlock.Size)
        {
            SequenceNumber left = new(BinaryPrimitives.ReadUInt32BigEndian(data[offset..]));
            SequenceNumber right = new(BinaryPrimitives.ReadUInt32BigEndian(data[(offset + 4)..]));
            AddSackBlock(new SackBlock(left, right));
        }
    }
}
