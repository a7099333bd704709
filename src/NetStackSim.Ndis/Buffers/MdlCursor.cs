using System.Diagnostics;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A position in an MDL chain that moves forward: the one loop over MDL borders.</summary>
public ref struct MdlCursor
{
    private Mdl _mdl;
    private int _offset;

    /// <summary>A cursor at <paramref name="offset"/> bytes after the start of <paramref name="mdl"/>; the offset may lie in a later MDL.</summary>
    public MdlCursor(Mdl mdl, int offset)
    {
        _mdl = mdl;
        _offset = offset;
        Settle();
    }

    /// <summary>The MDL at hand.</summary>
    public readonly Mdl Mdl => _mdl;

    /// <summary>The offset in <see cref="Mdl"/>.</summary>
    public readonly int Offset => _offset;

    /// <summary>Bytes from here to the end of the MDL at hand.</summary>
    public readonly int Available => _mdl.ByteCount - _offset;

    /// <summary>Takes the next piece that lies together, at most <paramref name="maximum"/> bytes, and moves behind it. Empty at the end of the chain.</summary>
    public Span<byte> Take(int maximum)
    {
        int length = Math.Min(maximum, Available);
        Span<byte> piece = _mdl.Span.Slice(_offset, length);
        _offset += length;
        Settle();
        return piece;
    }

    /// <summary>Moves forward without reading.</summary>
    public void Skip(int count)
    {
        _offset += count;
        Settle();
    }

    /// <summary>Copies the next bytes out.</summary>
    /// <returns>Bytes copied: less when the chain ends before.</returns>
    public int Read(Span<byte> destination)
    {
        int done = 0;
        while (done < destination.Length)
        {
            Span<byte> piece = Take(destination.Length - done);
            if (piece.IsEmpty)
            {
                break;
            }

            piece.CopyTo(destination[done..]);
            done += piece.Length;
        }

        return done;
    }

    /// <summary>Copies bytes in.</summary>
    /// <returns>Bytes copied: less when the chain ends before.</returns>
    public int Write(ReadOnlySpan<byte> source)
    {
        int done = 0;
        while (done < source.Length)
        {
            Span<byte> piece = Take(source.Length - done);
            if (piece.IsEmpty)
            {
                break;
            }

            source.Slice(done, piece.Length).CopyTo(piece);
            done += piece.Length;
        }

        return done;
    }

    /// <summary>Bytes of an MDL chain.</summary>
    public static int LengthOf(Mdl? chain)
    {
        int length = 0;
        for (Mdl? mdl = chain; mdl is not null; mdl = mdl.Next)
        {
            length += mdl.ByteCount;
        }

        return length;
    }

    private void Settle()
    {
        while (_offset >= _mdl.ByteCount && _mdl.Next is { } next)
        {
            _offset -= _mdl.ByteCount;
            _mdl = next;
        }

        Debug.Assert(_offset <= _mdl.ByteCount, "The cursor went behind the end of the MDL chain.");
    }
}
