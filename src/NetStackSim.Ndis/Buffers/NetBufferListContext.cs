using System.Diagnostics;

namespace NetStackSim.Ndis;

/// <summary>A block of the context stack of a list (NET_BUFFER_LIST_CONTEXT): bytes that a driver keeps with a list while the list is beyond it.</summary>
/// <remarks>
/// <code>
///  Data   +--- unused (Offset bytes) ---+--- last push ---+--- push before ---+ ... Size
///         grows downwards    &lt;----------^
/// </code>
/// </remarks>
public sealed class NetBufferListContext
{
    private readonly byte[] _data;
    private List<int>? _pushes;

    internal NetBufferListContext(int size)
    {
        _data = new byte[size];
        Offset = size;
    }

    /// <summary>The block below, or null.</summary>
    public NetBufferListContext? Next { get; internal set; }

    /// <summary>Bytes of the block.</summary>
    public int Size => _data.Length;

    /// <summary>Bytes of the block that are not used yet.</summary>
    public int Offset { get; private set; }

    /// <summary>True when nothing is pushed.</summary>
    internal bool IsEmpty => Offset == _data.Length;

    /// <summary>The used bytes: the newest push first.</summary>
    internal Span<byte> Used => _data.AsSpan(Offset);

    /// <summary>Makes room for one push; the bytes are zero.</summary>
    internal void Push(int size, bool record)
    {
        Debug.Assert(size <= Offset, "The block is too small.");
        Offset -= size;
        _data.AsSpan(Offset, size).Clear();
        if (record)
        {
            (_pushes ??= []).Add(size);
        }
    }

    /// <summary>Takes the newest push away.</summary>
    /// <returns>False when the newest push had another size (known while the verifier records) or there is not that much.</returns>
    internal bool TryPop(int size)
    {
        if (size > _data.Length - Offset)
        {
            return false;
        }

        if (_pushes is { Count: > 0 } pushes)
        {
            if (pushes[^1] != size)
            {
                return false;
            }

            pushes.RemoveAt(pushes.Count - 1);
        }

        Offset += size;
        return true;
    }

    /// <summary>Forgets all pushes.</summary>
    internal void Reset()
    {
        Offset = _data.Length;
        _pushes?.Clear();
    }
}
