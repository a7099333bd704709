using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A pool of lists, each with its net buffer and, on demand, its MDL, data memory and context, bonded for life (NdisAllocateNetBufferListPool).</summary>
/// <remarks>
/// <para>
/// Rent and return are a few nanoseconds: the newest returned list goes out first, so its headers and data are in the cache, and a return undoes only what was done
/// (dirty slots, appended MDLs, extra net buffers, contexts). Data memory lies in pinned slabs whose stride is never a power of two.
/// </para>
/// <para>
/// One thread: that of the host's loop. <c>TryRent</c> fails by quota or by injected failure and never throws; every caller has a path for that. A list must come back
/// in state <see cref="NetBufferListState.Owned"/> and without children.
/// </para>
/// </remarks>
[WindowsDdi("NdisAllocateNetBufferListPool")]
public sealed class NetBufferListPool : KernelPool<NetBufferList>, INetBufferMdlAllocator
{
    private const byte Poison = 0xDE;

    private readonly NetBufferListPoolOptions _options;
    private readonly SlabAllocator? _slabs;
    private readonly List<NetBufferList>? _all;
    private readonly OwnershipLog? _log;
    private BackFillMdlPool? _backFill;
    private NetBuffer? _freeNetBuffers;
    private NetBufferListContext? _freeContexts;
    private InfoObjects? _freeObjects;
    private int _serials;

    /// <summary>Makes a pool and registers it for reports.</summary>
    /// <exception cref="ArgumentException">Sizes are negative or the context size is no multiple of 16.</exception>
    public NetBufferListPool(SimKernel kernel, NetBufferListPoolOptions options)
        : base(kernel.Pools, options.Name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.DataSize);
        ArgumentOutOfRangeException.ThrowIfNegative(options.HeadRoom);
        if (options.ContextSize < 0 || options.ContextSize % NetBufferList.ContextAlignment != 0)
        {
            throw new ArgumentException($"ContextSize must be a multiple of {NetBufferList.ContextAlignment}.", nameof(options));
        }

        NdisDdi.AllocateNetBufferListPool.Check(kernel);
        Kernel = kernel;
        _options = options;
        Quota = options.Quota;
        BlockSize = options.HeadRoom + options.DataSize;
        _slabs = BlockSize > 0 ? new SlabAllocator(BlockSize) : null;
        _all = kernel.Verifier is null ? null : [];
        _log = kernel.Verifier?.Companion<OwnershipLog>();
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>Bytes of memory of each list: headroom and data.</summary>
    public int BlockSize { get; }

    /// <summary>Bytes of headroom of a rented list.</summary>
    public int HeadRoom => _options.HeadRoom;

    /// <summary>Bytes of preallocated context.</summary>
    public int ContextSize => _options.ContextSize;

    /// <summary>The lists that are out, by number. Verifier only; empty without.</summary>
    internal IEnumerable<NetBufferList> OutstandingLists => (_all ?? []).Where(static list => list.State != NetBufferListState.Free);

    /// <summary>Net buffers beside the bonded ones that are out.</summary>
    public int OutstandingNetBuffers { get; private set; }

    /// <summary>Bytes held in slabs.</summary>
    public long SlabBytes => _slabs?.SlabBytes ?? 0;

    /// <summary>Rents a further net buffer without memory, for a list with several frames.</summary>
    /// <param name="buffer">The net buffer; it goes back together with the list it is appended to, or by <see cref="FreeNetBuffer"/>.</param>
    /// <returns>False when the quota of the pool is reached.</returns>
    [WindowsDdi("NdisAllocateNetBuffer")]
    public bool TryRentNetBuffer([NotNullWhen(true)] out NetBuffer? buffer)
    {
        if (_options.Quota is { } quota && OutstandingNetBuffers >= quota)
        {
            buffer = null;
            return false;
        }

        OutstandingNetBuffers++;
        buffer = _freeNetBuffers;
        if (buffer is null)
        {
            buffer = new NetBuffer(this);
            return true;
        }

        _freeNetBuffers = buffer.Next;
        buffer.Next = null;
        return true;
    }

    /// <summary>Gives a net buffer back that is in no list any more.</summary>
    [WindowsDdi("NdisFreeNetBuffer")]
    public void FreeNetBuffer(NetBuffer buffer)
    {
        buffer.Recycle();
        buffer.Next = _freeNetBuffers;
        _freeNetBuffers = buffer;
        OutstandingNetBuffers--;
    }

    /// <summary>Gives the pool up: everything must be back.</summary>
    /// <exception cref="BugCheckException">Lists are out: named with who has them, and where they were rented, while the verifier is on.</exception>
    /// <remarks>IRQL: at most Dispatch. The pool must not be used afterwards.</remarks>
    [WindowsDdi("NdisFreeNetBufferListPool")]
    public void Close()
    {
        NdisDdi.FreeNetBufferListPool.Check(Kernel);
        if (Outstanding == 0 && OutstandingNetBuffers == 0)
        {
            return;
        }

        string text = $"the pool was closed with {Outstanding} lists and {OutstandingNetBuffers} net buffers out";
        Kernel.Verifier?.Violation(NdisVerifierRules.PoolLeak, Name, $"{text}\n{string.Join('\n', DescribeOutstanding())}");
        NdisBugCheck.Raise(Kernel, NdisBugCheckCode.LeakedNetBufferLists, Name, text, 1);
    }

    /// <summary>One line for every list that is out, with its history (and the stack of its renter when that is recorded). Verifier only; empty without.</summary>
    public IReadOnlyList<string> DescribeOutstanding()
    {
        List<string> lines = [];
        foreach (NetBufferList list in _all ?? [])
        {
            if (list.State != NetBufferListState.Free)
            {
                lines.Add($"{list} {list.Trail}");
            }
        }

        return lines;
    }

    /// <summary>Gives memory for a retreat. Fails when the pool of blocks was told to fail.</summary>
    public bool TryAllocate(int length, [NotNullWhen(true)] out Mdl? mdl)
    {
        BackFillMdlPool pool = BackFill;
        if (!pool.TryRent(out mdl))
        {
            return false;
        }

        if (length > pool.BlockSize)
        {
            // Larger than any block: the pooled one keeps count of what is out, the memory is made for the occasion.
            pool.Return(mdl);
            mdl = Mdl.Over(new byte[length]);
        }

        return true;
    }

    /// <summary>Takes memory of a retreat back.</summary>
    public void Free(Mdl mdl)
    {
        if (mdl.Buffer.Length == BackFill.BlockSize)
        {
            BackFill.Return(mdl);
        }
    }

    /// <summary>The pool behind retreats without headroom: to look at, or to make it fail.</summary>
    public IKernelPool BackFillPool => BackFill;

    private BackFillMdlPool BackFill => _backFill ??= new BackFillMdlPool(Kernel.Pools, Name + "/backfill", _options.BackFillBlockSize);

    internal InfoObjects RentInfoObjects()
    {
        InfoObjects? record = _freeObjects;
        if (record is null)
        {
            return new InfoObjects();
        }

        _freeObjects = record.Next;
        record.Next = null;
        return record;
    }

    internal void ReturnInfoObjects(InfoObjects record)
    {
        record.Clear();
        record.Next = _freeObjects;
        _freeObjects = record;
    }

    internal NetBufferListContext RentContext(int size)
    {
        NetBufferListContext? block = _freeContexts;
        if (block is null || block.Size < size)
        {
            return new NetBufferListContext(size);
        }

        _freeContexts = block.Next;
        block.Next = null;
        return block;
    }

    internal void ReturnContext(NetBufferListContext block)
    {
        block.Reset();
        block.Next = _freeContexts;
        _freeContexts = block;
    }

    /// <inheritdoc/>
    protected override NetBufferList Create()
    {
        NetBuffer buffer = _slabs is null ? new NetBuffer(this) : new NetBuffer(this, MdlOver(_slabs.Allocate()), _options.HeadRoom);
        NetBufferListContext? context = _options.ContextSize > 0 ? new NetBufferListContext(_options.ContextSize) : null;
        NetBufferList list = new(this, buffer, context, ++_serials);
        _all?.Add(list);
        return list;
    }

    /// <inheritdoc/>
    protected override void OnRented(NetBufferList item)
    {
        item.State = NetBufferListState.Owned;
        if (Kernel.Verifier is { } verifier)
        {
            OnRentedVerified(item, verifier);
        }
    }

    /// <inheritdoc/>
    protected override void OnReturned(NetBufferList item)
    {
        if (item.State != NetBufferListState.Owned || item.ChildCount != 0 || item.Pool != this)
        {
            NdisBugCheck.BadFree(item, this);
        }

        item.Recycle();
        item.State = NetBufferListState.Free;
        if (Kernel.Verifier is not null)
        {
            OnReturnedVerified(item);
        }
    }

    private static Mdl MdlOver(SlabBlock block) => Mdl.Over(block.Buffer, block.Offset, block.Length);

    private void OnRentedVerified(NetBufferList item, Verifier verifier)
    {
        NdisDdi.AllocateNetBufferList.Check(Kernel);
        OwnershipTrail trail = OwnershipVerifier.TrailOf(item);
        item.Holder = 0;
        if (trail.IsPoisoned && item.FirstNetBuffer.OwnMdl is { } own && own.Span.ContainsAnyExcept(Poison))
        {
            verifier.Violation(NdisVerifierRules.UseAfterFree, item.Pool.Name, $"the memory of {item} was written while it lay in its pool. {trail}");
        }

        trail.Begin(Kernel.Now, verifier.RecordsStacks ? Environment.StackTrace : null);
        _log!.Write(Kernel.Now, item, OwnershipEvent.Allocated, Name);
    }

    private void OnReturnedVerified(NetBufferList item)
    {
        NdisDdi.FreeNetBufferList.Check(Kernel);
        _log!.Write(Kernel.Now, item, OwnershipEvent.Freed, Name);
        if (item.Trail is { } trail)
        {
            trail.Where?.Remove(trail);
            trail.Record(Kernel.Now, OwnershipEvent.Freed, Name);
            item.FirstNetBuffer.OwnMdl?.Span.Fill(Poison);
            trail.IsPoisoned = true;
        }
    }
}
