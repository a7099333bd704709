using System.Buffers.Binary;
using static NetStackSim.Packets.Capture.PcapngConstants;

namespace NetStackSim.Packets.Capture;

/// <summary>Walks the options of a pcapng block.</summary>
/// <param name="options">The bytes between the fixed part and the closing length.</param>
/// <param name="bigEndian">The byte order of the section.</param>
/// <param name="offset">The place of the block in the file, for errors.</param>
internal ref struct PcapngOptionReader(ReadOnlySpan<byte> options, bool bigEndian, long offset)
{
    private const int Head = 4;

    private ReadOnlySpan<byte> _rest = options;

    internal ushort Code { get; private set; }

    internal ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next option; false at the end option or at the end of the block.</summary>
    /// <exception cref="CaptureFormatException">An option runs past the block.</exception>
    internal bool MoveNext()
    {
        if (_rest.Length < Head)
        {
            return false;
        }

        Code = Read(_rest);
        int length = Read(_rest[2..]);
        if (Code == EndOfOptions)
        {
            return false;
        }

        if (Padded(length) > _rest.Length - Head)
        {
            throw new CaptureFormatException($"option {Code} of {length} bytes runs past the block", offset);
        }

        Value = _rest.Slice(Head, length);
        _rest = _rest[(Head + Padded(length))..];
        return true;
    }

    private readonly ushort Read(ReadOnlySpan<byte> span) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(span) : BinaryPrimitives.ReadUInt16LittleEndian(span);
}
