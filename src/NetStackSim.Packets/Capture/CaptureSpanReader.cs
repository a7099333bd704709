namespace NetStackSim.Packets.Capture;

/// <summary>Reads a capture file that is in memory as one span: pcap and pcapng, both byte orders. No packet is copied.</summary>
/// <param name="file">The whole file.</param>
public ref struct CaptureSpanReader(ReadOnlySpan<byte> file)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private readonly CaptureParser _parser = new();
    private int _offset;

    /// <summary>The format; known after the first call of <see cref="TryRead"/>.</summary>
    public readonly CaptureFormat Format => _parser.Format;

    /// <summary>The interfaces of the current section seen so far.</summary>
    public readonly IReadOnlyList<CaptureInterface> Interfaces => _parser.Interfaces;

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">The packet; valid as long as the file's bytes are.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="CaptureFormatException">The file breaks its format here; the reader must not be used further.</exception>
    public bool TryRead(out CapturedPacketView packet)
    {
        while (_offset < _file.Length || _offset == 0)
        {
            ReadOnlySpan<byte> rest = _file[_offset..];
            if (rest.Length < CaptureParser.HeadLength)
            {
                throw new CaptureFormatException("the file ends inside a header", _offset);
            }

            int length = _parser.Measure(rest, _offset);
            if (length > rest.Length)
            {
                throw new CaptureFormatException($"the file ends inside a block of {length} bytes", _offset);
            }

            ReadOnlySpan<byte> block = rest[..length];
            bool isPacket = _parser.Parse(block, _offset, out PacketRecord record);
            _offset += length;
            if (isPacket)
            {
                packet = new CapturedPacketView(record, block);
                return true;
            }
        }

        packet = default;
        return false;
    }
}
