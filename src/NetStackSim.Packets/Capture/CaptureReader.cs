using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace NetStackSim.Packets.Capture;

/// <summary>Reads a capture file of any size from a pipe: pcap and pcapng, both byte orders, several sections.</summary>
/// <remarks>Input may be hostile: blocks are limited to 16 MiB, and memory grows only with bytes that really arrive. For a file in memory see <see cref="CaptureSpanReader"/>.</remarks>
public sealed class CaptureReader
{
    private const int StreamBuffer = 64 * 1024;

    private readonly PipeReader _pipe;
    private readonly CaptureParser _parser = new();
    private long _offset;

    /// <summary>Makes a reader.</summary>
    /// <param name="pipe">The bytes of the file; completed when the enumeration ends.</param>
    public CaptureReader(PipeReader pipe)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        _pipe = pipe;
    }

    /// <summary>The format; known after the first packet.</summary>
    public CaptureFormat Format => _parser.Format;

    /// <summary>The interfaces of the current section seen so far.</summary>
    public IReadOnlyList<CaptureInterface> Interfaces => _parser.Interfaces;

    /// <summary>Makes a reader over a stream, which is closed when the enumeration ends.</summary>
    public static CaptureReader FromStream(Stream stream) => new(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: StreamBuffer)));

    /// <summary>Delivers the packets in the order of the file; can be enumerated once.</summary>
    /// <param name="cancellationToken">Ends the wait for more bytes.</param>
    /// <exception cref="CaptureFormatException">The file breaks its format; the packets before were delivered.</exception>
    public async IAsyncEnumerable<CapturedPacket> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Exception? fault = null;
        try
        {
            while (true)
            {
                ReadResult result = await _pipe.ReadAsync(cancellationToken);
                ReadOnlySequence<byte> buffer = result.Buffer;
                while (TryTakeBlock(ref buffer, out CapturedPacket? packet, ref fault))
                {
                    if (packet is not null)
                    {
                        yield return packet;
                    }
                }

                if (fault is not null)
                {
                    throw fault;
                }

                if (result.IsCompleted)
                {
                    ThrowIfInsideBlock(buffer.Length);
                    yield break;
                }

                _pipe.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await _pipe.CompleteAsync(fault);
        }
    }

    // Errors are carried out instead of thrown, so that the finally block above runs with the pipe in a known state.
    private bool TryTakeBlock(ref ReadOnlySequence<byte> buffer, out CapturedPacket? packet, ref Exception? fault)
    {
        packet = null;
        try
        {
            return TryTakeBlock(ref buffer, out packet);
        }
        catch (CaptureFormatException exception)
        {
            fault = exception;
            return false;
        }
    }

    private bool TryTakeBlock(ref ReadOnlySequence<byte> buffer, out CapturedPacket? packet)
    {
        packet = null;
        if (buffer.Length < CaptureParser.HeadLength)
        {
            return false;
        }

        Span<byte> head = stackalloc byte[CaptureParser.HeadLength];
        buffer.Slice(0, CaptureParser.HeadLength).CopyTo(head);
        int length = _parser.Measure(head, _offset);
        if (buffer.Length < length)
        {
            return false;
        }

        packet = Parse(buffer.Slice(0, length));
        buffer = buffer.Slice(length);
        _offset += length;
        return true;
    }

    private CapturedPacket? Parse(in ReadOnlySequence<byte> block)
    {
        if (block.IsSingleSegment)
        {
            return Parse(block.FirstSpan);
        }

        int length = (int)block.Length;
        byte[] whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            block.CopyTo(whole);
            return Parse(whole.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private CapturedPacket? Parse(ReadOnlySpan<byte> block) =>
        _parser.Parse(block, _offset, out PacketRecord record) ? new CapturedPacket(record, block) : null;

    private void ThrowIfInsideBlock(long left)
    {
        if (left > 0 || _offset == 0)
        {
            throw new CaptureFormatException("the file ends inside a header or block", _offset);
        }
    }
}
