using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NetStackSim.Nic;

/// <summary>Frames on their way from one owner to the next: the hand-over token of the wire.</summary>
/// <remarks>A <c>ref</c> parameter of this type hands over every frame in it; the callee leaves it empty. The stored form is <see cref="FrameQueue"/>.</remarks>
public ref struct FrameChain
{
    /// <summary>Makes a chain of linked frames.</summary>
    /// <param name="head">The first frame.</param>
    /// <param name="tail">The last frame reached from <paramref name="head"/>; its link must be null.</param>
    /// <param name="count">How many there are.</param>
    public FrameChain(Frame? head, Frame? tail, int count)
    {
        Debug.Assert((head is null) == (count == 0) && tail?.Next is null, "Head, tail and count agree.");
        Head = head;
        Tail = tail;
        Count = count;
    }

    /// <summary>A chain of one frame.</summary>
    /// <param name="frame">The frame; its link is cut.</param>
    public FrameChain(Frame frame)
    {
        frame.Next = null;
        Head = frame;
        Tail = frame;
        Count = 1;
    }

    /// <summary>The first frame; null when empty.</summary>
    public Frame? Head { get; private set; }

    /// <summary>The last frame; null when empty.</summary>
    public Frame? Tail { get; private set; }

    /// <summary>How many frames there are.</summary>
    public int Count { get; private set; }

    /// <summary>True when there is no frame.</summary>
    public readonly bool IsEmpty => Head is null;

    /// <summary>Appends a frame, which must not be in another chain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Frame frame)
    {
        frame.Next = null;
        if (Tail is null)
        {
            Head = frame;
        }
        else
        {
            Tail.Next = frame;
        }

        Tail = frame;
        Count++;
    }

    /// <summary>Moves all frames of another chain to the end of this one.</summary>
    public void Append(ref FrameChain other)
    {
        if (other.Head is null)
        {
            return;
        }

        if (Tail is null)
        {
            Head = other.Head;
        }
        else
        {
            Tail.Next = other.Head;
        }

        Tail = other.Tail;
        Count += other.Count;
        other = default;
    }

    /// <summary>Takes the first frame out; null when empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Frame? RemoveFirst()
    {
        Frame? first = Head;
        if (first is not null)
        {
            Head = first.Next;
            first.Next = null;
            Count--;
            if (Head is null)
            {
                Tail = null;
            }
        }

        return first;
    }

    /// <summary>Moves everything out and leaves this chain empty.</summary>
    public FrameChain Take()
    {
        FrameChain taken = this;
        this = default;
        return taken;
    }

    /// <summary>Releases every frame.</summary>
    public void ReleaseAll()
    {
        while (RemoveFirst() is { } frame)
        {
            frame.Release();
        }
    }
}
