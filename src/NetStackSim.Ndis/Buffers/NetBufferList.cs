using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One or several frames that travel together (NET_BUFFER_LIST), with their out-of-band data.</summary>
/// <remarks>
/// <para>
/// Rented from a <see cref="NetBufferListPool"/>, owned by one driver at a time and handed over by call in a <see cref="NetBufferListChain"/>. An originator gives a
/// list up when it sends or indicates it and gets it back exactly once, by completion or return. All net buffers of a list share its out-of-band data and complete
/// together; a list in a receive indication has exactly one net buffer.
/// </para>
/// <para>The fields that every hand-over reads lie in front, so that they share a cache line; slots and handles follow.</para>
/// </remarks>
[WindowsDdi("NET_BUFFER_LIST")]
public sealed partial class NetBufferList
{
    private readonly NetBuffer? _ownNetBuffer;
    private uint _status;
    private uint _dirtySlots;
    private InfoSlots _slots;
    private NetBufferListHandles _handles;

    /// <summary>What the network layer knows about the packet. Never cleared: see <see cref="NetworkLayerInfo"/>.</summary>
    public NetworkLayerInfo Network;

    internal NetBufferList(NetBufferListPool pool, NetBuffer? ownNetBuffer, NetBufferListContext? ownContext, int serial)
    {
        Pool = pool;
        Serial = serial;
        _ownNetBuffer = ownNetBuffer;
        FirstNetBuffer = ownNetBuffer!;
        _ownContext = ownContext;
        _handles.Context = ownContext;
    }

    /// <summary>The next list of the chain or queue that this one is in. The owner may relink; chains and queues do it for you.</summary>
    public NetBufferList? Next { get; set; }

    /// <summary>The first frame. Null only for a list of a pool that allocates none, until one is set.</summary>
    public NetBuffer FirstNetBuffer { get; set; }

    /// <summary>
    /// Who originated the list: a <c>MiniportAdapter</c>, <c>FilterModule</c> or <c>ProtocolBinding</c>. NDIS routes completion and return by it.
    /// A filter sets it on its own lists before it sends or indicates them; bindings and miniports have it set for them.
    /// </summary>
    public object? SourceHandle { get; set; }

    /// <summary>Who gets a completed send back above IP; set by the originator, read by TCP/IP. Not cleared when the list goes back to its pool.</summary>
    public INetBufferListOwner? Owner { get; set; }

    /// <summary>For the current owner alone; not preserved across a hand-over.</summary>
    public object? Scratch { get; set; }

    /// <summary>Public flags: truths about all frames of the list.</summary>
    public NblFlags NblFlags { get; set; }

    /// <summary>Private flags; see <see cref="NetBufferListFlagMasks"/>.</summary>
    public uint Flags { get; set; }

    /// <summary>Lists derived from this one that are still out. A parent is completed or returned at zero. Kept by the clone routines.</summary>
    public int ChildCount { get; internal set; }

    /// <summary>Where the list stands. A list that is not where a call says it is ends the run with bug check 0x7C.</summary>
    public NetBufferListState State { get; internal set; }

    /// <summary>Which party has the list (verifier on): an index into the ownership table.</summary>
    internal ushort Holder { get; set; }

    /// <summary>Consumers that have the list or a derived list (several protocols over one adapter); 0 when it is not shared.</summary>
    internal int ReceiveReferences { get; set; }

    /// <summary>Number of the list in its pool, for messages.</summary>
    internal int Serial { get; }

    /// <summary>Pool and number, for messages.</summary>
    internal string Label => $"{Pool.Name}#{Serial}";

    /// <summary>The pool that the list goes back to.</summary>
    public NetBufferListPool Pool { get; }

    /// <summary>Final status of a send; means something only on the way back.</summary>
    public NtStatus Status
    {
        get => new(_status);
        set => _status = value.Value;
    }

    /// <summary>The list this one was cloned, fragmented or reassembled from, or null. A driver that derives lists by hand sets it.</summary>
    public NetBufferList? Parent
    {
        get => _handles.Parent;
        set => _handles.Parent = value;
    }

    /// <summary>ProtocolReserved[0]: the originating protocol's.</summary>
    public object? ProtocolReserved0
    {
        get => _handles.Protocol0;
        set => _handles.Protocol0 = value;
    }

    /// <summary>ProtocolReserved[1]: the originating protocol's.</summary>
    public object? ProtocolReserved1
    {
        get => _handles.Protocol1;
        set => _handles.Protocol1 = value;
    }

    /// <summary>ProtocolReserved[2]: the originating protocol's.</summary>
    public object? ProtocolReserved2
    {
        get => _handles.Protocol2;
        set => _handles.Protocol2 = value;
    }

    /// <summary>ProtocolReserved[3]: the originating protocol's.</summary>
    public object? ProtocolReserved3
    {
        get => _handles.Protocol3;
        set => _handles.Protocol3 = value;
    }

    /// <summary>MiniportReserved[0]: the miniport's while it owns the list.</summary>
    public object? MiniportReserved0
    {
        get => _handles.Miniport0;
        set => _handles.Miniport0 = value;
    }

    /// <summary>MiniportReserved[1]: the miniport's while it owns the list.</summary>
    public object? MiniportReserved1
    {
        get => _handles.Miniport1;
        set => _handles.Miniport1 = value;
    }

    /// <summary>Bytes of data in all net buffers.</summary>
    public int DataLength
    {
        get
        {
            int length = 0;
            for (NetBuffer? buffer = FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                length += buffer.DataLength;
            }

            return length;
        }
    }

    /// <summary>Number of net buffers.</summary>
    public int NetBufferCount
    {
        get
        {
            int count = 0;
            for (NetBuffer? buffer = FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Ownership record, null while the verifier is off.</summary>
    internal OwnershipTrail? Trail
    {
        get => _handles.Trail;
        set => _handles.Trail = value;
    }

    /// <summary>Appends a frame. Creator of the list only; the net buffer goes back to its pool together with the list.</summary>
    public void AppendNetBuffer(NetBuffer buffer)
    {
        buffer.Next = null;
        if (FirstNetBuffer is null)
        {
            FirstNetBuffer = buffer;
            return;
        }

        NetBuffer last = FirstNetBuffer;
        while (last.Next is { } next)
        {
            last = next;
        }

        last.Next = buffer;
    }

    /// <summary>Retreats the data start of every net buffer; when one fails, those before it are advanced again.</summary>
    /// <returns>Success, or <see cref="NdisStatus.Resources"/> and nothing changed.</returns>
    [WindowsDdi("NdisRetreatNetBufferListDataStart")]
    public NtStatus Retreat(int delta, int backFill = 0, INetBufferMdlAllocator? allocator = null)
    {
        for (NetBuffer? buffer = FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            NtStatus status = buffer.Retreat(delta, backFill, allocator);
            if (!status.IsSuccess)
            {
                for (NetBuffer undo = FirstNetBuffer; undo != buffer; undo = undo.Next!)
                {
                    undo.Advance(delta, freeMdl: true, allocator);
                }

                return status;
            }
        }

        return NtStatus.Success;
    }

    /// <summary>Advances the data start of every net buffer.</summary>
    [WindowsDdi("NdisAdvanceNetBufferListDataStart")]
    public void Advance(int delta, bool freeMdl = false, INetBufferMdlAllocator? allocator = null)
    {
        for (NetBuffer? buffer = FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            buffer.Advance(delta, freeMdl, allocator);
        }
    }

    /// <summary>Gives the list back to its pool.</summary>
    [WindowsDdi("NdisFreeNetBufferList")]
    public void Free() => Pool.Return(this);

    /// <inheritdoc/>
    public override string ToString() => $"{Label} ({State}, {(FirstNetBuffer is null ? 0 : DataLength)} bytes)";

    /// <summary>Everything a pool must undo before the list can be rented again.</summary>
    internal void Recycle()
    {
        ClearSlots();
        NblFlags = NblFlags.None;
        Flags = 0;
        _status = 0;
        Scratch = null;
        if (_ownNetBuffer is { } own && ReferenceEquals(FirstNetBuffer, own) && own.Next is null)
        {
            own.Recycle();
        }
        else
        {
            RecycleNetBuffers();
        }

        if (_handles.Parent is { } parent)
        {
            parent.ChildCount--;
            _handles.Parent = null;
        }

        if (_handles.Context != _ownContext)
        {
            DropContexts();
        }

        _ownContext?.Reset();
    }

    private void RecycleNetBuffers()
    {
        NetBuffer? buffer = FirstNetBuffer;
        while (buffer is not null)
        {
            NetBuffer? next = buffer.Next;
            buffer.Next = null;
            buffer.Recycle();
            if (buffer != _ownNetBuffer)
            {
                buffer.Pool.FreeNetBuffer(buffer);
            }

            buffer = next;
        }

        FirstNetBuffer = _ownNetBuffer!;
    }
}
