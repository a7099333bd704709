using System.Text;

namespace NetStackSim.Wfp.Tests;

/// <summary>A start and then the same thing over and over, and what the reader holds in memory meanwhile.</summary>
internal sealed class FloodStream(string start, string flood, long length) : Stream
{
    private readonly byte[] _start = Encoding.UTF8.GetBytes(start);
    private readonly byte[] _block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(flood, 4096)));
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private long _position;
    private long _sampled;

    /// <summary>The largest growth of the heap that was seen, garbage included.</summary>
    public long PeakMemory { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, length - _position);
        for (int done = 0; done < count;)
        {
            ReadOnlySpan<byte> piece = _position < _start.Length ? _start.AsSpan((int)_position) : _block.AsSpan((int)((_position - _start.Length) % _block.Length));
            piece = piece[..Math.Min(piece.Length, count - done)];
            piece.CopyTo(buffer[done..]);
            done += piece.Length;
            _position += piece.Length;
        }

        if (_position - _sampled > 1 << 20)
        {
            _sampled = _position;
            PeakMemory = Math.Max(PeakMemory, GC.GetTotalMemory(forceFullCollection: false) - _before);
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
