using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A miniport's registration for scatter-gather DMA: it turns net buffers into lists of pieces that a device can gather.</summary>
public sealed class ScatterGatherDma : DriverResource
{
    private const int ListHeaderSize = 16;
    private const int ElementSize = 24;

    private readonly ScatterGatherDescription _description;
    private readonly Action<ScatterGatherList, object?> _processList;
    private readonly Queue<(ScatterGatherList List, object? Context)> _waiting = new();

    internal ScatterGatherDma(DriverResources owner, ScatterGatherDescription description, Action<ScatterGatherList, object?> processList)
        : base(owner, DriverResourceKind.ScatterGather)
    {
        _description = description;
        _processList = processList;
    }

    /// <summary>Most bytes that one net buffer may have.</summary>
    public int MaximumPhysicalMapping => _description.MaximumPhysicalMapping;

    /// <summary>Bytes that the longest list needs (ScatterGatherListSize): a net buffer that starts in the middle of a page touches one page more.</summary>
    public int ListSize => ListHeaderSize + (ElementSize * ((MaximumPhysicalMapping / PhysicalMemory.PageSize) + 2));

    /// <summary>Lists that are out.</summary>
    public int OutstandingLists { get; private set; }

    /// <summary>Pages that are mapped.</summary>
    public int MappedPages { get; private set; }

    /// <summary>Lists that wait for map registers.</summary>
    public int WaitingLists => _waiting.Count;

    /// <summary>
    /// Makes the list of a net buffer and hands it to MiniportProcessSGList: inside this call, or later when there are too few map registers. IRQL: Dispatch.
    /// </summary>
    /// <param name="buffer">The net buffer; the list covers its data, from the current MDL and the offset in it on.</param>
    /// <param name="context">For the routine.</param>
    /// <returns>Success; InvalidLength for more than <see cref="MaximumPhysicalMapping"/> bytes; Resources for more pages than there are map registers.</returns>
    [WindowsDdi("NdisMAllocateNetBufferSGList")]
    public NtStatus AllocateList(NetBuffer buffer, object? context = null)
    {
        NdisArgument.NotNull(buffer, Owner.Kernel, "NdisMAllocateNetBufferSGList");
        NdisDdi.MAllocateNetBufferSGList.Check(Owner.Kernel);
        if (buffer.DataLength > MaximumPhysicalMapping)
        {
            return NdisStatus.InvalidLength;
        }

        ScatterGatherList list = new(Pieces(buffer));
        if (list.Elements.Count > _description.MapRegisters)
        {
            return NdisStatus.Resources;
        }

        OutstandingLists++;
        if (_waiting.Count > 0 || !Fits(list))
        {
            _waiting.Enqueue((list, context));
            return NtStatus.Success;
        }

        Map(list, context);
        return NtStatus.Success;
    }

    /// <summary>Gives a list back when the hardware is done with it; lists that waited for its map registers are processed. IRQL: Dispatch. Twice is bug check 0xC2.</summary>
    [WindowsDdi("NdisMFreeNetBufferSGList")]
    public void FreeList(ScatterGatherList list)
    {
        NdisArgument.NotNull(list, Owner.Kernel, "NdisMFreeNetBufferSGList");
        NdisDdi.MFreeNetBufferSGList.Check(Owner.Kernel);
        if (list.IsFreed)
        {
            Owner.FreedTwice("a gather list");
        }

        list.IsFreed = true;
        OutstandingLists--;
        MappedPages -= list.Elements.Count;
        while (_waiting.TryPeek(out (ScatterGatherList List, object? Context) next) && Fits(next.List))
        {
            _ = _waiting.Dequeue();
            Map(next.List, next.Context);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"scatter-gather registration with {OutstandingLists} lists out";

    /// <summary>Undoes the registration; no list may be out. IRQL: Passive.</summary>
    [WindowsDdi("NdisMDeregisterScatterGatherDma")]
    private protected override void Release()
    {
        NdisDdi.MDeregisterScatterGatherDma.Check(Owner.Kernel);
        if (!TryRelease())
        {
            Owner.FreedTwice(ToString());
        }
    }

    private bool Fits(ScatterGatherList list) => list.Elements.Count <= _description.MapRegisters - MappedPages;

    private void Map(ScatterGatherList list, object? context)
    {
        MappedPages += list.Elements.Count;
        _processList(list, context);
    }

    private List<ScatterGatherElement> Pieces(NetBuffer buffer)
    {
        List<ScatterGatherElement> pieces = [];
        bool below4GiB = (_description.Flags & ScatterGatherFlags.Address64Bit) == 0;
        int left = buffer.DataLength;
        MdlCursor cursor = buffer.GetCursor();
        while (left > 0 && cursor.Available > 0)
        {
            Mdl mdl = cursor.Mdl;
            int at = mdl.Offset + cursor.Offset;
            int length = Math.Min(Math.Min(left, cursor.Available), PhysicalMemory.PageSize - (at % PhysicalMemory.PageSize));
            pieces.Add(new ScatterGatherElement(Owner.Runtime.PhysicalMemory.AddressOf(mdl.Buffer, at, below4GiB), mdl.Buffer.AsMemory(at, length)));
            cursor.Skip(length);
            left -= length;
        }

        return pieces;
    }
}
