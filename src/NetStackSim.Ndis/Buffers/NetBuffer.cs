using System.Diagnostics;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One frame (NET_BUFFER): a chain of MDLs and the part of it that is data.</summary>
/// <remarks>
/// <code>
///  byte stream of the MDL chain:  |&lt;- DataOffset (unused, headroom) -&gt;|&lt;- DataLength (used) -&gt;|&lt;- tail (unused) -&gt;|
///                                                 CurrentMdl/CurrentMdlOffset ^
/// </code>
/// <para>
/// Invariants: the byte counts of the MDLs before <see cref="CurrentMdl"/> plus <see cref="CurrentMdlOffset"/> are <see cref="DataOffset"/>; the chain holds at least
/// DataOffset + DataLength bytes and may hold more, so an MDL's byte count is never a packet length. At the NDIS edge the data start is the first byte of the MAC
/// header; a frame check sequence is not included.
/// </para>
/// <para>Whoever owns the list owns its net buffers. Operations nest: what a layer retreats on the way down it advances when the list comes back.</para>
/// </remarks>
[WindowsDdi("NET_BUFFER")]
public sealed partial class NetBuffer
{
    private readonly Mdl? _ownMdl;
    private readonly int _ownByteCount;
    private readonly int _headRoom;
    private INetBufferMdlAllocator? _retreatAllocator;

    /// <summary>A net buffer without memory.</summary>
    internal NetBuffer(NetBufferListPool pool)
    {
        Pool = pool;
    }

    /// <summary>A net buffer that keeps <paramref name="ownMdl"/> for life.</summary>
    internal NetBuffer(NetBufferListPool pool, Mdl ownMdl, int headRoom)
    {
        Pool = pool;
        _ownMdl = ownMdl;
        _ownByteCount = ownMdl.ByteCount;
        _headRoom = headRoom;
        ResetSpace();
    }

    /// <summary>The next frame of the same list, or null. Only the creator of net buffers relinks them.</summary>
    public NetBuffer? Next { get; set; }

    /// <summary>The first MDL of the whole data space, or null.</summary>
    public Mdl? MdlChain { get; set; }

    /// <summary>The MDL that holds the first data byte.</summary>
    public Mdl? CurrentMdl { get; set; }

    /// <summary>Offset of the first data byte in <see cref="CurrentMdl"/>, counted from the start of that MDL.</summary>
    public int CurrentMdlOffset { get; set; }

    /// <summary>Bytes from the start of the MDL chain to the first data byte: the headroom.</summary>
    public int DataOffset { get; set; }

    /// <summary>Bytes of data.</summary>
    public int DataLength { get; set; }

    /// <summary>Bytes to skip from the start of the buffer when a checksum is computed. Owner: TCP/IP.</summary>
    public ushort ChecksumBias { get; set; }

    /// <summary>Number of MDLs that retreats put in front and that are still there.</summary>
    internal int RetreatMdlCount { get; private set; }

    /// <summary>True when the MDLs belong to the parent of a clone.</summary>
    internal bool BorrowsMdls { get; private set; }

    /// <summary>The pool that made this net buffer.</summary>
    internal NetBufferListPool Pool { get; }

    /// <summary>The memory that belongs to this net buffer for life (pools with data), or null.</summary>
    internal Mdl? OwnMdl => _ownMdl;

    /// <summary>Points the net buffer at an MDL chain (NdisAllocateNetBuffer). The MDLs stay the caller's unless they come from the kernel's MDL pool.</summary>
    /// <param name="mdlChain">The chain.</param>
    /// <param name="dataOffset">Bytes before the data.</param>
    /// <param name="dataLength">Bytes of data.</param>
    [WindowsDdi("NdisAllocateNetBuffer")]
    public void SetData(Mdl? mdlChain, int dataOffset, int dataLength)
    {
        MdlChain = mdlChain;
        DataOffset = dataOffset;
        DataLength = dataLength;
        AdjustCurrentMdl();
    }

    /// <summary>Recomputes <see cref="CurrentMdl"/> and <see cref="CurrentMdlOffset"/> after the chain or the offset was edited directly.</summary>
    [WindowsDdi("NdisAdjustNetBufferCurrentMdl")]
    public void AdjustCurrentMdl()
    {
        Mdl? mdl = MdlChain;
        int offset = DataOffset;
        while (mdl is not null && offset >= mdl.ByteCount && mdl.Next is { } next)
        {
            offset -= mdl.ByteCount;
            mdl = next;
        }

        CurrentMdl = mdl;
        CurrentMdlOffset = mdl is null ? 0 : offset;
        Debug.Assert(mdl is null || offset <= mdl.ByteCount, "DataOffset lies behind the end of the MDL chain.");
    }

    /// <summary>Appends an MDL, or a chain of them, behind the data and counts their bytes into <see cref="DataLength"/>.</summary>
    /// <remarks>
    /// Unused bytes behind the data are cut off first (the byte count of that MDL is lowered, NdisAdjustMdlLength), so the last MDL must be one that the caller may
    /// shorten, or be full. MDLs from the kernel's MDL pool are freed when the list goes back to its pool; all others stay the caller's.
    /// </remarks>
    public void AppendMdl(Mdl mdl)
    {
        Debug.Assert(!BorrowsMdls, "The MDLs of a clone made with the original MDLs belong to the parent.");
        int added = 0;
        for (Mdl? each = mdl; each is not null; each = each.Next)
        {
            added += each.ByteCount;
        }

        if (MdlChain is null)
        {
            MdlChain = mdl;
        }
        else
        {
            CutTail().Next = mdl;
        }

        DataLength += added;
        if (CurrentMdl is null || CurrentMdlOffset >= CurrentMdl.ByteCount)
        {
            AdjustCurrentMdl();
        }
    }

    /// <summary>Shortens the MDL that holds the last data byte so that it ends there.</summary>
    /// <returns>That MDL, now the last of the chain's data.</returns>
    private Mdl CutTail()
    {
        Mdl mdl = CurrentMdl ?? MdlChain!;
        int used = CurrentMdlOffset + DataLength;
        while (used > mdl.ByteCount && mdl.Next is { } next)
        {
            used -= mdl.ByteCount;
            mdl = next;
        }

        Debug.Assert(mdl.Next is null, "There are MDLs behind the data: append would lose them.");
        if (used < mdl.ByteCount)
        {
            mdl.ByteCount = used;
        }

        return mdl;
    }

    /// <summary>Points at MDLs of a parent, which frees them (NDIS_CLONE_FLAGS_USE_ORIGINAL_MDLS).</summary>
    internal void Borrow(Mdl? mdlChain, int dataOffset, int dataLength)
    {
        BorrowsMdls = true;
        SetData(mdlChain, dataOffset, dataLength);
    }

    /// <summary>The state after a rent: own memory, all headroom, no data; for a net buffer without memory: nothing.</summary>
    internal void ResetSpace()
    {
        // Storing a reference costs a write barrier; a list that only retreated and advanced has these already.
        if (MdlChain != _ownMdl)
        {
            MdlChain = _ownMdl;
        }

        if (CurrentMdl != _ownMdl)
        {
            CurrentMdl = _ownMdl;
        }

        CurrentMdlOffset = _headRoom;
        DataOffset = _headRoom;
        DataLength = 0;
    }

    /// <summary>Frees what was put into the chain while the list was out and restores the state after a rent.</summary>
    internal void Recycle()
    {
        if (_ownMdl is { } own)
        {
            if (MdlChain != own || own.Next is not null)
            {
                FreeMdls();
            }

            own.ByteCount = _ownByteCount;
        }
        else if (MdlChain is not null)
        {
            FreeMdls();
        }

        ResetSpace();
        ChecksumBias = 0;
    }

    private void FreeMdls()
    {
        Mdl? mdl = MdlChain;
        for (; RetreatMdlCount > 0 && mdl is not null; RetreatMdlCount--)
        {
            Mdl? next = mdl.Next;
            mdl.Next = null;
            (_retreatAllocator ?? Pool).Free(mdl);
            mdl = next;
        }

        _retreatAllocator = null;
        if (BorrowsMdls)
        {
            BorrowsMdls = false;
            return;
        }

        while (mdl is not null)
        {
            mdl = FreeMdl(mdl);
        }
    }

    /// <summary>Gives one MDL of the chain back to where it came from.</summary>
    /// <returns>The next one.</returns>
    private Mdl? FreeMdl(Mdl mdl)
    {
        Mdl? next = mdl.Next;
        if (mdl == _ownMdl)
        {
            mdl.Next = null;
        }
        else if (mdl.Pool is { } pool)
        {
            mdl.Next = null;
            pool.Return(mdl);
        }
        else if (next is { IsFromPool: true } || next == _ownMdl)
        {
            // A client's MDL keeps the links that the client made and loses the one that a layer of ours made.
            mdl.Next = null;
        }

        return next;
    }
}
