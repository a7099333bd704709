using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A miniport's registration for scatter-gather DMA: it turns net buffers into lists of pieces.</summary>
public sealed class ScatterGatherDma : DriverResource
{
    private readonly Action<ScatterGatherList, object?> _processList;

    internal ScatterGatherDma(DriverResources owner, int maximumPhysicalMapping, Action<ScatterGatherList, object?> processList)
        : base(owner, DriverResourceKind.ScatterGather)
    {
        MaximumPhysicalMapping = maximumPhysicalMapping;
        _processList = processList;
    }

    /// <summary>Most bytes that one net buffer may have.</summary>
    public int MaximumPhysicalMapping { get; }

    /// <summary>Lists that are out.</summary>
    public int OutstandingLists { get; private set; }

    /// <summary>Makes the list of a net buffer and hands it to MiniportProcessSGList, inside this call. IRQL: Dispatch.</summary>
    /// <param name="buffer">The net buffer; its data from the data start on.</param>
    /// <param name="context">For the routine.</param>
    /// <returns>Success, or InvalidLength for more than <see cref="MaximumPhysicalMapping"/> bytes.</returns>
    [WindowsDdi("NdisMAllocateNetBufferSGList")]
    public NtStatus AllocateList(NetBuffer buffer, object? context = null)
    {
        NdisArgument.NotNull(buffer, Owner.Kernel, "NdisMAllocateNetBufferSGList");
        NdisDdi.MAllocateNetBufferSGList.Check(Owner.Kernel);
        if (buffer.DataLength > MaximumPhysicalMapping)
        {
            return NdisStatus.InvalidLength;
        }

        OutstandingLists++;
        _processList(new ScatterGatherList(Pieces(buffer)), context);
        return NtStatus.Success;
    }

    /// <summary>Gives a list back when the hardware is done with it. IRQL: Dispatch. Twice is bug check 0xC2.</summary>
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

    private static List<ScatterGatherElement> Pieces(NetBuffer buffer)
    {
        List<ScatterGatherElement> pieces = [];
        int skip = buffer.DataOffset;
        int left = buffer.DataLength;
        for (Mdl? mdl = buffer.MdlChain; mdl is not null && left > 0; mdl = mdl.Next)
        {
            int start = Math.Min(skip, mdl.ByteCount);
            int length = Math.Min(left, mdl.ByteCount - start);
            if (length > 0)
            {
                pieces.Add(new ScatterGatherElement(mdl.Buffer.AsMemory(mdl.Offset + start, length)));
            }

            skip -= start;
            left -= length;
        }

        return pieces;
    }
}
