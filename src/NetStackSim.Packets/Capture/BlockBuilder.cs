using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using static NetStackSim.Packets.Capture.PcapngConstants;

namespace NetStackSim.Packets.Capture;

/// <summary>Builds one pcapng block, little-endian, in place.</summary>
/// <param name="area">Where the block goes; long enough for what will be written.</param>
/// <param name="start">Where to go on in the block.</param>
internal ref struct BlockBuilder(Span<byte> area, int start)
{
    private readonly Span<byte> _area = area;
    private int _used = start;
    private bool _hasOptions;

    internal void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_area[_used..], value);
        _used += 2;
    }

    internal void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_area[_used..], value);
        _used += 4;
    }

    internal void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_area[_used..], value);
        _used += 8;
    }

    /// <summary>Lends the next bytes and zeroes the padding behind them.</summary>
    internal Span<byte> Take(int length)
    {
        Span<byte> place = _area.Slice(_used, length);
        _area.Slice(_used + length, Padded(length) - length).Clear();
        _used += Padded(length);
        return place;
    }

    internal void ByteOption(ushort code, byte value)
    {
        OptionHead(code, 1);
        Take(1)[0] = value;
    }

    internal void UInt32Option(ushort code, uint value)
    {
        OptionHead(code, 4);
        UInt32(value);
    }

    internal void UInt64Option(ushort code, ulong value)
    {
        OptionHead(code, 8);
        UInt64(value);
    }

    /// <summary>A timestamp as an option: upper half first, as in a packet block.</summary>
    internal void TimeOption(ushort code, ulong value)
    {
        OptionHead(code, 8);
        UInt32((uint)(value >> 32));
        UInt32((uint)value);
    }

    /// <summary>A text as UTF-8, cut at a character when it is longer than allowed; an empty one writes nothing.</summary>
    internal void TextOption(ushort code, ReadOnlySpan<char> text, int maximum)
    {
        if (text.IsEmpty)
        {
            return;
        }

        OperationStatus status = Utf8.FromUtf16(text, _area.Slice(_used + 4, maximum), out _, out int length, replaceInvalidSequences: true);
        System.Diagnostics.Debug.Assert(status is OperationStatus.Done or OperationStatus.DestinationTooSmall, "Invalid sequences are replaced.");
        OptionHead(code, length);
        Take(length);
    }

    /// <summary>Ends options and block and writes both length fields.</summary>
    /// <returns>The length of the block.</returns>
    internal int Finish()
    {
        if (_hasOptions)
        {
            UInt32(EndOfOptions);
        }

        uint total = (uint)_used + 4;
        BinaryPrimitives.WriteUInt32LittleEndian(_area[4..], total);
        UInt32(total);
        return _used;
    }

    private void OptionHead(ushort code, int length)
    {
        _hasOptions = true;
        UInt16(code);
        UInt16((ushort)length);
    }
}
