namespace NetStackSim.Wfp;

/// <summary>A stream that shows its first bytes before they are read, and refuses to be larger than a limit.</summary>
internal sealed class ExportStream : Stream
{
    private const int HeadLength = 4;

    private readonly Stream _source;
    private readonly byte[] _head = new byte[HeadLength];
    private readonly int _headCount;
    private readonly long _limit;
    private long _position;

    internal ExportStream(Stream source, long limit)
    {
        _source = source;
        _limit = limit;
        _headCount = source.ReadAtLeast(_head, HeadLength, throwOnEndOfStream: false);
    }

    /// <summary>The first bytes, at most four; they are read again with the rest.</summary>
    internal ReadOnlySpan<byte> Head => _head.AsSpan(0, _headCount);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read;
        if (_position < _headCount)
        {
            ReadOnlySpan<byte> rest = _head.AsSpan((int)_position, _headCount - (int)_position);
            read = Math.Min(rest.Length, buffer.Length);
            rest[..read].CopyTo(buffer);
        }
        else
        {
            read = _source.Read(buffer);
        }

        _position += read;
        return _position <= _limit
            ? read
            : throw new PolicyException(new PolicyError(1, "document", $"larger than {_limit} bytes"));
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
