using System.Buffers.Binary;
using System.Text;
using static NetStackSim.Packets.Capture.PcapngConstants;

namespace NetStackSim.Packets.Capture;

/// <summary>The state of reading one capture file: format, byte order, interfaces. It looks at one block or record at a time.</summary>
/// <remarks>Input is hostile: every length is checked before use and nothing is allocated by a length field that the data does not back.</remarks>
internal sealed class CaptureParser
{
    /// <summary>The longest block or record accepted.</summary>
    internal const int MaximumBlock = 16 * 1024 * 1024;

    /// <summary>The most interfaces in a section: each one is an object, and a block of 20 bytes makes one.</summary>
    internal const int MaximumInterfaces = 65_536;

    /// <summary>Bytes that <see cref="Measure"/> needs to see.</summary>
    internal const int HeadLength = 12;

    private const int PcapHeader = 24;
    private const int PcapRecordHeader = 16;

    private readonly List<CaptureInterface> _interfaces = [];
    private bool _bigEndian;

    internal CaptureFormat Format { get; private set; }

    internal IReadOnlyList<CaptureInterface> Interfaces => _interfaces;

    /// <summary>The length of the block or record that begins here.</summary>
    /// <param name="head">Its first <see cref="HeadLength"/> bytes.</param>
    /// <param name="offset">Its place in the file.</param>
    /// <exception cref="CaptureFormatException">It is none, or too long.</exception>
    internal int Measure(ReadOnlySpan<byte> head, long offset)
    {
        if (Format == CaptureFormat.Unknown)
        {
            DetectFormat(head, offset);
        }

        return Format switch
        {
            CaptureFormat.Pcapng => MeasureBlock(head, offset),
            _ when offset == 0 => PcapHeader,
            _ => MeasureRecord(head, offset),
        };
    }

    /// <summary>Reads a whole block or record.</summary>
    /// <returns>True when it holds a packet.</returns>
    /// <exception cref="CaptureFormatException">It breaks the format.</exception>
    internal bool Parse(ReadOnlySpan<byte> block, long offset, out PacketRecord record)
    {
        record = new PacketRecord { FileOffset = offset };
        if (Format == CaptureFormat.Pcapng)
        {
            return ParseBlock(block, offset, ref record);
        }

        if (offset == 0)
        {
            ParsePcapHeader(block);
            return false;
        }

        ParsePcapRecord(block, ref record);
        return true;
    }

    private static CaptureFormatException Fault(string problem, long offset) => new(problem, offset);

    private void DetectFormat(ReadOnlySpan<byte> head, long offset)
    {
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(head);
        _bigEndian = magic is not (PcapMicrosecondMagic or PcapNanosecondMagic);
        Format = (_bigEndian ? BinaryPrimitives.ReverseEndianness(magic) : magic) switch
        {
            PcapMicrosecondMagic => CaptureFormat.Pcap,
            PcapNanosecondMagic => CaptureFormat.PcapNanoseconds,
            SectionHeaderBlock => CaptureFormat.Pcapng,
            _ => throw Fault($"neither pcap nor pcapng (it begins with 0x{BinaryPrimitives.ReverseEndianness(magic):X8})", offset),
        };
    }

    private int MeasureBlock(ReadOnlySpan<byte> head, long offset)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) == SectionHeaderBlock)
        {
            SetByteOrder(head, offset);
        }

        uint length = UInt32(head[4..]);
        if (length < BlockOverhead || length % 4 != 0)
        {
            throw Fault($"block length {length} is not a multiple of 4 of at least 12", offset);
        }

        return length <= MaximumBlock ? (int)length : throw Fault($"block length {length} exceeds the limit of {MaximumBlock}", offset);
    }

    private void SetByteOrder(ReadOnlySpan<byte> head, long offset)
    {
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        _bigEndian = magic != ByteOrderMagic;
        if (_bigEndian && BinaryPrimitives.ReverseEndianness(magic) != ByteOrderMagic)
        {
            throw Fault($"byte-order magic 0x{magic:X8} is unknown", offset);
        }
    }

    private int MeasureRecord(ReadOnlySpan<byte> head, long offset)
    {
        uint captured = UInt32(head[8..]);
        return captured <= MaximumBlock - PcapRecordHeader
            ? PcapRecordHeader + (int)captured
            : throw Fault($"captured length {captured} exceeds the limit of {MaximumBlock}", offset);
    }

    private void ParsePcapHeader(ReadOnlySpan<byte> header)
    {
        ushort major = UInt16(header[4..]);
        if (major != 2)
        {
            throw Fault($"pcap version {major} is not supported, only 2", 0);
        }

        // The upper half of the link type field holds the length of a frame check sequence.
        _interfaces.Add(new CaptureInterface(0, (LinkType)(ushort)UInt32(header[20..]), UInt32(header[16..])));
    }

    private void ParsePcapRecord(ReadOnlySpan<byte> block, ref PacketRecord record)
    {
        ulong unit = Format == CaptureFormat.PcapNanoseconds ? 1UL : 1000UL;
        record.Interface = _interfaces[0];
        record.Timestamp = (UInt32(block) * 1_000_000_000UL) + (UInt32(block[4..]) * unit);
        record.OriginalLength = UInt32(block[12..]);
        record.DataOffset = PcapRecordHeader;
        record.DataLength = block.Length - PcapRecordHeader;
    }

    private bool ParseBlock(ReadOnlySpan<byte> block, long offset, ref PacketRecord record)
    {
        if (UInt32(block[^4..]) != block.Length)
        {
            throw Fault($"the block ends with length {UInt32(block[^4..])} instead of {block.Length}", offset);
        }

        ReadOnlySpan<byte> body = block[BlockHead..^4];
        switch (UInt32(block))
        {
            case SectionHeaderBlock:
                ParseSectionHeader(body, offset);
                return false;
            case InterfaceDescriptionBlock:
                ParseInterface(body, offset);
                return false;
            case InterfaceStatisticsBlock:
                ParseStatistics(body, offset);
                return false;
            case EnhancedPacketBlock:
                ParseEnhancedPacket(body, ref record);
                return true;
            case ObsoletePacketBlock:
                ParseObsoletePacket(body, ref record);
                return true;
            case SimplePacketBlock:
                ParseSimplePacket(body, ref record);
                return true;
            default:
                return false;
        }
    }

    private void ParseSectionHeader(ReadOnlySpan<byte> body, long offset)
    {
        Require(body, 16, "section header", offset);
        ushort major = UInt16(body[4..]);
        if (major != 1)
        {
            throw Fault($"pcapng version {major} is not supported, only 1", offset);
        }

        _interfaces.Clear();
    }

    private void ParseInterface(ReadOnlySpan<byte> body, long offset)
    {
        Require(body, 8, "interface description", offset);
        if (_interfaces.Count == MaximumInterfaces)
        {
            throw Fault($"more than {MaximumInterfaces} interfaces", offset);
        }

        CaptureInterface item = new(_interfaces.Count, (LinkType)UInt16(body), UInt32(body[4..]));
        PcapngOptionReader options = new(body[8..], _bigEndian, offset);
        while (options.MoveNext())
        {
            switch (options.Code)
            {
                case InterfaceName:
                    item.Name = Text(options.Value);
                    break;
                case InterfaceDescription:
                    item.Description = Text(options.Value);
                    break;
                case InterfaceResolution when options.Value.Length == 1:
                    item.Resolution = new TimestampResolution(options.Value[0]);
                    break;
                case InterfaceTimeOffset when options.Value.Length == 8:
                    item.OffsetSeconds = (long)UInt64(options.Value);
                    break;
            }
        }

        _interfaces.Add(item);
    }

    private void ParseStatistics(ReadOnlySpan<byte> body, long offset)
    {
        Require(body, 12, "interface statistics", offset);
        CaptureInterface item = FindInterface(UInt32(body), offset);
        PcapngOptionReader options = new(body[12..], _bigEndian, offset);
        while (options.MoveNext())
        {
            switch (options.Code)
            {
                case StatisticsReceived when options.Value.Length == 8:
                    item.PacketsReceived = UInt64(options.Value);
                    break;
                case StatisticsDropped when options.Value.Length == 8:
                    item.PacketsDropped = UInt64(options.Value);
                    break;
            }
        }
    }

    private void ParseEnhancedPacket(ReadOnlySpan<byte> body, ref PacketRecord record)
    {
        Require(body, EnhancedPacketFixed, "enhanced packet", record.FileOffset);
        record.Interface = FindInterface(UInt32(body), record.FileOffset);
        ReadTimeAndLengths(body, ref record);
        ParsePacketOptions(body[(EnhancedPacketFixed + Padded(record.DataLength))..], ref record);
    }

    // The packet block that enhanced packets replaced: interface and drop count in 16 bits each, the rest equal.
    private void ParseObsoletePacket(ReadOnlySpan<byte> body, ref PacketRecord record)
    {
        Require(body, EnhancedPacketFixed, "packet", record.FileOffset);
        record.Interface = FindInterface(UInt16(body), record.FileOffset);
        ushort drops = UInt16(body[2..]);
        record.DropCount = drops == ushort.MaxValue ? 0u : drops;
        ReadTimeAndLengths(body, ref record);
        ParsePacketOptions(body[(EnhancedPacketFixed + Padded(record.DataLength))..], ref record);
    }

    private void ReadTimeAndLengths(ReadOnlySpan<byte> body, ref PacketRecord record)
    {
        ulong units = ((ulong)UInt32(body[4..]) << 32) | UInt32(body[8..]);
        uint captured = UInt32(body[12..]);
        if (captured > body.Length - EnhancedPacketFixed || Padded((int)captured) > body.Length - EnhancedPacketFixed)
        {
            throw Fault($"captured length {captured} runs past the block", record.FileOffset);
        }

        record.Timestamp = record.Interface.Resolution.ToNanoseconds(units, record.Interface.OffsetSeconds);
        record.OriginalLength = UInt32(body[16..]);
        record.DataOffset = BlockHead + EnhancedPacketFixed;
        record.DataLength = (int)captured;
    }

    private void ParseSimplePacket(ReadOnlySpan<byte> body, ref PacketRecord record)
    {
        Require(body, 4, "simple packet", record.FileOffset);
        record.Interface = FindInterface(0, record.FileOffset);
        record.OriginalLength = UInt32(body);
        uint limit = record.Interface.SnapLength == 0 ? uint.MaxValue : record.Interface.SnapLength;
        record.DataOffset = BlockHead + 4;
        record.DataLength = (int)Math.Min(Math.Min(record.OriginalLength, limit), (uint)(body.Length - 4));
    }

    private void ParsePacketOptions(ReadOnlySpan<byte> options, ref PacketRecord record)
    {
        PcapngOptionReader reader = new(options, _bigEndian, record.FileOffset);
        while (reader.MoveNext())
        {
            switch (reader.Code)
            {
                case CommentOption:
                    string text = Text(reader.Value);
                    record.Comment = record.Comment is null ? text : $"{record.Comment}\n{text}";
                    break;
                case PacketFlags when reader.Value.Length == 4:
                    record.Direction = (CaptureDirection)(UInt32(reader.Value) & 3) is var way && way <= CaptureDirection.Outbound ? way : default;
                    break;
                case PacketDropCount when reader.Value.Length == 8:
                    record.DropCount = UInt64(reader.Value);
                    break;
            }
        }
    }

    private CaptureInterface FindInterface(uint id, long offset) =>
        id < (uint)_interfaces.Count ? _interfaces[(int)id] : throw Fault($"interface {id} was not described", offset);

    private static void Require(ReadOnlySpan<byte> body, int length, string block, long offset)
    {
        if (body.Length < length)
        {
            throw Fault($"the {block} block is shorter than its fixed part", offset);
        }
    }

    // Texts are UTF-8 and, from some writers, end with a zero byte.
    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value.TrimEnd((byte)0));

    private ushort UInt16(ReadOnlySpan<byte> span) =>
        _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(span) : BinaryPrimitives.ReadUInt16LittleEndian(span);

    private uint UInt32(ReadOnlySpan<byte> span) =>
        _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(span) : BinaryPrimitives.ReadUInt32LittleEndian(span);

    private ulong UInt64(ReadOnlySpan<byte> span) =>
        _bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(span) : BinaryPrimitives.ReadUInt64LittleEndian(span);
}
