using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

/// <summary>Bytes of a stream that wait in front of a sublayer: a growing array with a moving start.</summary>
internal sealed class StreamBuffer
{
    private byte[] _data = [];
    private int _start;

    /// <summary>Bytes that wait.</summary>
    internal int Length { get; private set; }

    /// <summary>The array that holds them.</summary>
    internal byte[] Array => _data;

    /// <summary>Where they start in <see cref="Array"/>.</summary>
    internal int Start => _start;

    /// <summary>The bytes.</summary>
    internal ReadOnlySpan<byte> Span => _data.AsSpan(_start, Length);

    /// <summary>Adds bytes at the end.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_data.AsSpan(_start + Length));
        Length += bytes.Length;
    }

    /// <summary>Adds the data of lists at the end.</summary>
    /// <param name="list">The first list of a chain.</param>
    /// <param name="length">The most bytes to take.</param>
    /// <returns>Bytes taken.</returns>
    internal int Append(NetBufferList? list, int length)
    {
        Reserve(length);
        int taken = 0;
        for (; list is not null && taken < length; list = list.Next)
        {
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null && taken < length; buffer = buffer.Next)
            {
                taken += buffer.CopyTo(0, _data.AsSpan(_start + Length + taken, Math.Min(length - taken, buffer.DataLength)));
            }
        }

        Length += taken;
        return taken;
    }

    /// <summary>Takes bytes off the start.</summary>
    internal void Remove(int count)
    {
        Length -= count;
        _start = Length == 0 ? 0 : _start + count;
    }

    /// <summary>Moves bytes from the start to the end of another buffer.</summary>
    internal void MoveTo(StreamBuffer other, int count)
    {
        other.Append(Span[..count]);
        Remove(count);
    }

    private void Reserve(int count)
    {
        if (_start + Length + count <= _data.Length)
        {
            return;
        }

        byte[] larger = Length + count <= _data.Length / 2 ? _data : new byte[Math.Max(256, (Length + count) * 2)];
        System.Array.Copy(_data, _start, larger, 0, Length);
        _data = larger;
        _start = 0;
    }
}
