using System.Runtime.CompilerServices;

namespace NetStackSim.Nic;

/// <summary>The stored form of a <see cref="FrameChain"/>: a first-in first-out queue of frames in a field.</summary>
public struct FrameQueue
{
    private Frame? _head;
    private Frame? _tail;

    /// <summary>How many frames there are.</summary>
    public int Count { get; private set; }

    /// <summary>True when there is no frame.</summary>
    public readonly bool IsEmpty => _head is null;

    /// <summary>The first frame; null when empty. It stays in the queue.</summary>
    public readonly Frame? Head => _head;

    /// <summary>Appends one frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enqueue(Frame frame)
    {
        frame.Next = null;
        if (_tail is null)
        {
            _head = frame;
        }
        else
        {
            _tail.Next = frame;
        }

        _tail = frame;
        Count++;
    }

    /// <summary>Moves all frames of a chain to the end.</summary>
    public void Enqueue(ref FrameChain frames)
    {
        if (frames.IsEmpty)
        {
            return;
        }

        if (_tail is null)
        {
            _head = frames.Head;
        }
        else
        {
            _tail.Next = frames.Head;
        }

        _tail = frames.Tail;
        Count += frames.Count;
        frames = default;
    }

    /// <summary>Takes the first frame; null when empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Frame? Dequeue()
    {
        Frame? first = _head;
        if (first is not null)
        {
            _head = first.Next;
            first.Next = null;
            Count--;
            if (_head is null)
            {
                _tail = null;
            }
        }

        return first;
    }

    /// <summary>Moves everything to the end of a chain.</summary>
    public void MoveTo(ref FrameChain chain)
    {
        FrameChain all = new(_head, _tail, Count);
        this = default;
        chain.Append(ref all);
    }
}
