using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Nic;

/// <summary>A frame on the wire: a piece of pooled memory, what stands beside it, and a link to the next frame of its chain.</summary>
/// <remarks>
/// <para>
/// One owner at a time: whoever holds a frame hands it on or calls <see cref="Release"/>. Memory can be shared by several frames (<see cref="TryShare"/>); while
/// <see cref="IsShared"/> is true the bytes are read-only for everyone, and who must write calls <see cref="TryUnshare"/> first.
/// </para>
/// <para>
/// The data starts at the first byte of the link header; FCS and preamble are not part of it. <see cref="FramePool.Headroom"/> free bytes lie before the
/// data of a freshly rented frame: room for a vnet header or a VLAN tag.
/// </para>
/// </remarks>
public sealed class Frame
{
    private readonly FramePool _pool;

    // The frame whose memory this one shows; null for a frame that shows its own.
    private Frame? _root;

    // Counted on the frame that owns the memory: itself while it lives, and every frame that shares from it.
    private int _references;
    private Mdl? _tailMdl;

    internal Frame(FramePool pool, int sizeClass, byte[] buffer, int start)
    {
        _pool = pool;
        SizeClass = sizeClass;
        Buffer = buffer;
        Start = start;
    }

    /// <summary>The next frame of the chain or queue; belongs to the owner.</summary>
    public Frame? Next;

    /// <summary>The array that holds the data; pinned, shared with other frames.</summary>
    public byte[] Buffer { get; private set; }

    /// <summary>Where the data starts in <see cref="Buffer"/>.</summary>
    public int Offset;

    /// <summary>Bytes of data.</summary>
    public int Length;

    /// <summary>Checksum and segmentation state of the data.</summary>
    public WireMetadata Wire;

    /// <summary>The id that follows one payload through every layer (slot 13 of a net buffer list); 0 when nobody gave one yet.</summary>
    public ulong CorrelationId;

    /// <summary>What the hash unit of a receiving card wrote into the descriptor of this frame; meaningful while it lies in a ring that reports hashes.</summary>
    internal uint HashValue;

    /// <summary>The type of <see cref="HashValue"/>; 0 for none.</summary>
    internal uint HashType;

    /// <summary>The pool it goes back to.</summary>
    public FramePool Pool => _pool;

    /// <summary>The bytes of the frame. Write only while <see cref="IsShared"/> is false.</summary>
    public Span<byte> Data
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Buffer, Offset, Length);
    }

    /// <summary>How many frames show this memory, this one included.</summary>
    public int ReferenceCount => (_root ?? this)._references;

    /// <summary>True while another frame shows the same memory: the bytes are read-only.</summary>
    public bool IsShared => ReferenceCount > 1;

    /// <summary>Free bytes before the data that belong to this frame.</summary>
    public int Headroom => Offset - (_root ?? this).Start;

    /// <summary>The most bytes that fit from the data start on.</summary>
    public int Capacity => FramePool.CapacityOf((_root ?? this).SizeClass) + FramePool.Headroom - Headroom;

    /// <summary>The descriptor that a receiving card indicates the frame with.</summary>
    internal Mdl Mdl { get; } = new();

    /// <summary>The virtual machine queue that took the frame; 0 for the card's own.</summary>
    internal int QueueId;

    internal int SizeClass { get; }

    /// <summary>The start of the block in <see cref="Buffer"/>, before the headroom.</summary>
    internal int Start { get; }

    /// <summary>Another frame over the same memory, with its own link, offset, length and metadata.</summary>
    /// <param name="copy">The new frame; the caller owns it.</param>
    /// <returns>False when the pool refuses (quota or injected failure).</returns>
    public bool TryShare([NotNullWhen(true)] out Frame? copy)
    {
        if (!_pool.TryRentShell(out copy))
        {
            return false;
        }

        Frame root = _root ?? this;
        root._references++;
        copy._root = root;
        copy.Buffer = root.Buffer;
        copy.Offset = Offset;
        copy.Length = Length;
        copy.Wire = Wire;
        copy.CorrelationId = CorrelationId;
        return true;
    }

    /// <summary>Makes the bytes writable: nothing to do while alone, else a copy into memory of its own.</summary>
    /// <param name="frame">The caller's frame; replaced by the copy when one was made, and the old one released.</param>
    /// <param name="kind">Under what the copy is booked in <see cref="FramePool.Copies"/>.</param>
    /// <returns>False when no memory could be had; <paramref name="frame"/> is unchanged then.</returns>
    public static bool TryUnshare(ref Frame frame, CopyKind kind = CopyKind.FrameUnshare) =>
        !frame.IsShared || TryReplace(ref frame, kind);

    /// <summary>Gives the frame back; the memory goes with the last frame that shows it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release()
    {
        Debug.Assert(_root is not null || _references > 0, "A frame is released once.");
        if (_root is null && _references == 1)
        {
            _references = 0;
            _pool.Return(this);
            return;
        }

        ReleaseShared();
    }

    /// <summary>Lets the descriptor show the headroom and the frame, alone.</summary>
    /// <returns>Bytes before the frame.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Describe()
    {
        int headroom = Headroom;
        Mdl mdl = Mdl;
        mdl.Next = null;
        if (!ReferenceEquals(mdl.Buffer, Buffer))
        {
            // Storing a reference costs a write barrier, and memory seldom changes its frame.
            mdl.Buffer = Buffer;
        }

        mdl.Offset = Offset - headroom;
        mdl.ByteCount = headroom + Length;
        return headroom;
    }

    /// <summary>A second descriptor over the end of the frame, for a card that splits headers from data. The first one then shows what is before it.</summary>
    internal Mdl DescribeTail(int offset, int length)
    {
        Mdl tail = _tailMdl ??= new Mdl();
        tail.Buffer = Buffer;
        tail.Offset = Offset + offset;
        tail.ByteCount = length;
        tail.Next = null;
        return tail;
    }

    /// <summary>Lets the descriptor show a part of the frame only.</summary>
    internal void DescribePart(int offset, int length)
    {
        _ = Describe();
        Mdl.Offset = Offset + offset;
        Mdl.ByteCount = length;
    }

    /// <summary>Cuts the descriptor after so many bytes of the frame.</summary>
    internal void TrimDescription(int length) => Mdl.ByteCount = Headroom + length;

    internal void Activate(int length)
    {
        Debug.Assert(_references == 0 && _root is null, "A pooled frame has no references.");
        _references = 1;
        Next = null;
        Offset = Start + FramePool.Headroom;
        Length = length;
        Wire = default;
        CorrelationId = 0;
    }

    private static bool TryReplace(ref Frame frame, CopyKind kind)
    {
        if (!frame._pool.TryRent(frame.Length, out Frame? copy))
        {
            return false;
        }

        frame.Data.CopyTo(copy.Data);
        frame._pool.Copies.Add(kind, frame.Length);
        copy.Wire = frame.Wire;
        copy.CorrelationId = frame.CorrelationId;
        frame.Release();
        frame = copy;
        return true;
    }

    private void ReleaseShared()
    {
        Frame root = _root ?? this;
        if (root._references <= 0)
        {
            throw new InvalidOperationException("A frame was released twice.");
        }

        if (_root is null)
        {
            // The owner of the memory leaves first: it waits, owned by nobody, for the last frame that shares it.
            _pool.CountReturned();
        }
        else
        {
            _root = null;
            _pool.ReturnShell(this);
        }

        if (--root._references == 0)
        {
            _pool.ReturnMemory(root);
        }
    }
}
