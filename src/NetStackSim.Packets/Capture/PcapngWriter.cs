using System.Diagnostics;
using static NetStackSim.Packets.Capture.PcapngConstants;

namespace NetStackSim.Packets.Capture;

/// <summary>Writes a pcapng file: several interfaces, nanoseconds, directions, comments, drop counts, statistics at the end.</summary>
/// <remarks>
/// <para>
/// Everything happens on the caller's thread: blocks are built in one buffer that is allocated once, and the stream is written to, synchronously, whenever
/// the buffer is full. Nothing is allocated per packet. The stream only ever receives whole blocks, so a file is readable up to the last
/// <see cref="Flush"/> even when the program ends without <see cref="Dispose"/>.
/// </para>
/// <para>
/// A packet goes in with <see cref="WritePacket"/>, or without another copy with <see cref="BeginPacket"/>, which lends the place where its bytes will stand
/// (for packets in pieces, and for checksums that are filled in for the file only), and <see cref="EndPacket"/>.
/// </para>
/// </remarks>
public sealed class PcapngWriter : IDisposable
{
    /// <summary>The most bytes captured of one packet: what common readers accept. Longer packets are cut; their original length is kept.</summary>
    public const int MaximumCapturedLength = 262_144;

    /// <summary>The most UTF-8 bytes of a comment; longer ones are cut at a character.</summary>
    public const int MaximumComment = 32_768;

    private const int MinimumBuffer = 512 * 1024;
    private const int OptionsRoom = MaximumComment + 64;

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly byte[] _buffer;
    private readonly List<InterfaceCounters> _interfaces = [];
    private int _used;
    private int _pendingLength = -1;
    private int _pendingInterface;
    private bool _disposed;

    /// <summary>Starts a file: writes the section header into the buffer.</summary>
    /// <param name="stream">Where to write; owned by the writer unless the options say otherwise.</param>
    /// <param name="options">Texts of the section header and stream handling.</param>
    public PcapngWriter(Stream stream, PcapngWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new PcapngWriterOptions();
        _stream = stream;
        _leaveOpen = options.LeaveOpen;
        _buffer = new byte[Math.Max(options.BufferSize, MinimumBuffer)];
        WriteSectionHeader(options);
    }

    /// <summary>Packets written so far.</summary>
    public long PacketCount { get; private set; }

    /// <summary>Bytes handed to the stream so far; those in the buffer are not counted.</summary>
    public long BytesFlushed { get; private set; }

    /// <summary>Adds an interface; allowed at any time.</summary>
    /// <param name="name">The name that viewers show (if_name).</param>
    /// <param name="description">One line about it (if_description); empty writes none.</param>
    /// <param name="linkType">What the first byte of its packets is.</param>
    /// <param name="snapLength">The most bytes captured of a packet; 0 is no limit.</param>
    /// <returns>The number to pass with each packet, from 0.</returns>
    public int AddInterface(string name, string description = "", LinkType linkType = LinkType.Ethernet, int snapLength = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(description);
        ThrowIfNotReady();
        BlockBuilder block = StartBlock(InterfaceDescriptionBlock, 2 * OptionsRoom);
        block.UInt16((ushort)linkType);
        block.UInt16(0);
        block.UInt32((uint)snapLength);
        block.TextOption(InterfaceName, name, MaximumComment);
        block.TextOption(InterfaceDescription, description, MaximumComment);
        block.ByteOption(InterfaceResolution, NanosecondResolution);
        FinishBlock(ref block);
        _interfaces.Add(default);
        return _interfaces.Count - 1;
    }

    /// <summary>Writes one packet.</summary>
    /// <param name="interfaceId">From <see cref="AddInterface"/>.</param>
    /// <param name="timestampNs">Nanoseconds; must not go back on one interface for viewers to be content, but nothing breaks.</param>
    /// <param name="data">The bytes to keep.</param>
    /// <param name="originalLength">The length on the wire; at least that of the data.</param>
    /// <param name="direction">Which way it went.</param>
    /// <param name="comment">A comment; empty writes none.</param>
    /// <param name="dropCount">Packets lost on this interface since the one before; 0 writes none.</param>
    public void WritePacket(
        int interfaceId,
        ulong timestampNs,
        ReadOnlySpan<byte> data,
        int originalLength,
        CaptureDirection direction = CaptureDirection.Unknown,
        ReadOnlySpan<char> comment = default,
        ulong dropCount = 0)
    {
        Span<byte> place = BeginPacket(interfaceId, timestampNs, data.Length);
        data[..place.Length].CopyTo(place);
        EndPacket(originalLength, direction, comment, dropCount);
    }

    /// <summary>Starts a packet and lends the place for its bytes; fill all of it, then call <see cref="EndPacket"/> before anything else.</summary>
    /// <param name="interfaceId">From <see cref="AddInterface"/>.</param>
    /// <param name="timestampNs">Nanoseconds.</param>
    /// <param name="length">The number of bytes to keep.</param>
    /// <returns>The place, <paramref name="length"/> bytes or <see cref="MaximumCapturedLength"/> if that is less. Its content is arbitrary.</returns>
    public Span<byte> BeginPacket(int interfaceId, ulong timestampNs, int length)
    {
        ThrowIfNotReady();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)interfaceId, (uint)_interfaces.Count, nameof(interfaceId));
        length = Math.Min(length, MaximumCapturedLength);
        BlockBuilder block = StartBlock(EnhancedPacketBlock, EnhancedPacketFixed + Padded(length) + OptionsRoom);
        block.UInt32((uint)interfaceId);
        block.UInt32((uint)(timestampNs >> 32));
        block.UInt32((uint)timestampNs);
        block.UInt32((uint)length);
        block.UInt32(0);
        _pendingLength = length;
        _pendingInterface = interfaceId;
        Count(interfaceId, timestampNs);
        return block.Take(length);
    }

    /// <summary>Finishes the packet that <see cref="BeginPacket"/> started.</summary>
    /// <param name="originalLength">The length on the wire; taken as the captured length when it is less.</param>
    /// <param name="direction">Which way it went.</param>
    /// <param name="comment">A comment; empty writes none.</param>
    /// <param name="dropCount">Packets lost on this interface since the one before; 0 writes none.</param>
    /// <exception cref="InvalidOperationException">No packet was started.</exception>
    public void EndPacket(int originalLength, CaptureDirection direction = CaptureDirection.Unknown, ReadOnlySpan<char> comment = default, ulong dropCount = 0)
    {
        if (_pendingLength < 0)
        {
            throw new InvalidOperationException("EndPacket without BeginPacket.");
        }

        BlockBuilder block = new(_buffer.AsSpan(_used), BlockHead + EnhancedPacketFixed - 4);
        block.UInt32((uint)Math.Max(originalLength, _pendingLength));
        block.Take(_pendingLength);
        block.TextOption(CommentOption, comment, MaximumComment);
        if (direction != CaptureDirection.Unknown)
        {
            block.UInt32Option(PacketFlags, (uint)direction);
        }

        if (dropCount != 0)
        {
            block.UInt64Option(PacketDropCount, dropCount);
            AddDrops(dropCount);
        }

        _pendingLength = -1;
        PacketCount++;
        FinishBlock(ref block);
    }

    /// <summary>Writes statistics of an interface now; at the end this happens for each interface that has none.</summary>
    /// <param name="interfaceId">From <see cref="AddInterface"/>.</param>
    /// <param name="timestampNs">The time of the statistics.</param>
    /// <param name="received">Packets that the interface saw.</param>
    /// <param name="dropped">Packets that it lost.</param>
    public void WriteStatistics(int interfaceId, ulong timestampNs, ulong received, ulong dropped)
    {
        ThrowIfNotReady();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)interfaceId, (uint)_interfaces.Count, nameof(interfaceId));
        InterfaceCounters counters = _interfaces[interfaceId];
        counters.HasStatistics = true;
        _interfaces[interfaceId] = counters;
        BlockBuilder block = StartBlock(InterfaceStatisticsBlock, OptionsRoom);
        block.UInt32((uint)interfaceId);
        block.UInt32((uint)(timestampNs >> 32));
        block.UInt32((uint)timestampNs);
        block.TimeOption(StatisticsStart, counters.First);
        block.TimeOption(StatisticsEnd, timestampNs);
        block.UInt64Option(StatisticsReceived, received);
        block.UInt64Option(StatisticsDropped, dropped);
        FinishBlock(ref block);
    }

    /// <summary>Hands everything to the stream and flushes it.</summary>
    public void Flush()
    {
        ThrowIfNotReady();
        WriteOut();
        _stream.Flush();
    }

    /// <summary>Writes the statistics blocks and the rest of the buffer, and closes the stream unless told otherwise.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        // A packet that was begun and not ended is not in the buffer yet: it vanishes.
        _pendingLength = -1;
        try
        {
            WriteMissingStatistics();
            Flush();
        }
        finally
        {
            _disposed = true;
            if (!_leaveOpen)
            {
                _stream.Dispose();
            }
        }
    }

    private void WriteMissingStatistics()
    {
        for (int i = 0; i < _interfaces.Count; i++)
        {
            if (!_interfaces[i].HasStatistics)
            {
                WriteStatistics(i, _interfaces[i].Last, _interfaces[i].Packets + _interfaces[i].Drops, _interfaces[i].Drops);
            }
        }
    }

    private void WriteSectionHeader(PcapngWriterOptions options)
    {
        BlockBuilder block = StartBlock(SectionHeaderBlock, 4 * OptionsRoom);
        block.UInt32(ByteOrderMagic);
        block.UInt16(1);
        block.UInt16(0);

        // Section length -1: not known in advance.
        block.UInt64(ulong.MaxValue);
        block.TextOption(CommentOption, options.Comment, MaximumComment);
        block.TextOption(SectionHardware, options.Hardware, MaximumComment);
        block.TextOption(SectionOperatingSystem, options.OperatingSystem, MaximumComment);
        block.TextOption(SectionApplication, options.Application, MaximumComment);
        FinishBlock(ref block);
    }

    private BlockBuilder StartBlock(uint type, int room)
    {
        if (_buffer.Length - _used < room + BlockOverhead)
        {
            WriteOut();
        }

        Debug.Assert(_buffer.Length - _used >= room + BlockOverhead, "The smallest buffer holds the largest block.");
        BlockBuilder block = new(_buffer.AsSpan(_used), 0);
        block.UInt32(type);
        block.UInt32(0);
        return block;
    }

    private void FinishBlock(ref BlockBuilder block) => _used += block.Finish();

    private void WriteOut()
    {
        if (_used == 0)
        {
            return;
        }

        int length = _used;
        _used = 0;
        BytesFlushed += length;
        _stream.Write(_buffer, 0, length);
    }

    private void Count(int interfaceId, ulong timestampNs)
    {
        InterfaceCounters counters = _interfaces[interfaceId];
        if (counters.Packets == 0)
        {
            counters.First = timestampNs;
        }

        counters.Packets++;
        counters.Last = timestampNs;
        _interfaces[interfaceId] = counters;
    }

    private void AddDrops(ulong dropCount)
    {
        InterfaceCounters counters = _interfaces[_pendingInterface];
        counters.Drops += dropCount;
        _interfaces[_pendingInterface] = counters;
    }

    private void ThrowIfNotReady()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_pendingLength >= 0)
        {
            throw new InvalidOperationException("BeginPacket without EndPacket.");
        }
    }

    private struct InterfaceCounters
    {
        public ulong Packets;
        public ulong Drops;
        public ulong First;
        public ulong Last;
        public bool HasStatistics;
    }
}
