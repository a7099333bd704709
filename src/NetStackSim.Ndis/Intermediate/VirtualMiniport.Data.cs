using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <content>The data path of the upper edge.</content>
internal abstract partial class VirtualMiniport
{
    private const ReceiveFlags KeptFlags = ReceiveFlags.DispatchLevel | ReceiveFlags.SingleEtherType;

    private long _sendsOut;
    private NetBufferListQueue _incoming;

    /// <summary>Counters of OID_GEN_STATISTICS. A large send or coalesced unit counts as one frame: that is what crosses this border.</summary>
    public NdisStatistics Statistics;

    /// <inheritdoc/>
    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        _sendsOut += chain.Count;
        if (!IsPoweredUp)
        {
            Reject(ref chain, NdisStatus.LowPowerState, ImDrop.LowPower);
            return;
        }

        Transmit(ref chain, flags);
    }

    /// <inheritdoc/>
    public void CancelSend(ulong cancelId)
    {
        foreach (LowerEdge lower in Lowers)
        {
            lower.Binding.CancelSend(cancelId);
        }
    }

    /// <inheritdoc/>
    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
        LowerEdge? lower = null;
        NetBufferListChain home = default;
        while (chain.TryRemoveFirst(out NetBufferList? clone))
        {
            LowerEdge from = Unsafe.As<LowerEdge>(clone.MiniportReserved0!);
            if (!ReferenceEquals(from, lower))
            {
                lower?.Return(ref home, flags);
                lower = from;
            }

            from.Unclone(clone, ref home);
        }

        lower?.Return(ref home, flags);
        CheckPaused();
    }

    /// <summary>Passes sends to the adapters below; what cannot be passed is completed here.</summary>
    protected abstract void Transmit(ref NetBufferListChain chain, SendFlags flags);

    /// <summary>Sends of this virtual miniport are done.</summary>
    public void CompleteSends(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        _sendsOut -= chain.Count;
        Adapter.CompleteSend(ref chain, flags);
        CheckPaused();
    }

    /// <summary>Completes sends with an error.</summary>
    public void Reject(ref NetBufferListChain chain, NtStatus status, in DropReason reason)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            list.Status = status;
            Adapter.Kernel.Drops.Count(reason, list.CorrelationId, list.DataLength);
        }

        Statistics.OutDiscards += (ulong)chain.Count;
        CompleteSends(ref chain, SendCompleteFlags.None);
    }

    /// <summary>True when a frame to this address is to be indicated now.</summary>
    public bool Wants(MacAddress destination) => IsRunning && IsPoweredUp && Wishes.Accepts(destination);

    /// <summary>Keeps a clone for the next <see cref="IndicateIncoming"/>.</summary>
    public void Enqueue(NetBufferList clone) => _incoming.Enqueue(clone);

    /// <summary>Indicates what was enqueued. Everything was filtered by <see cref="Wants"/>.</summary>
    /// <param name="flags">Flags of the indication below.</param>
    public void IndicateIncoming(ReceiveFlags flags)
    {
        NetBufferListChain chain = _incoming.TakeAll();
        if (chain.IsEmpty)
        {
            return;
        }

        CountIn(chain);
        flags = (flags & (KeptFlags | ReceiveFlags.Resources)) | ReceiveFlags.PerfectFiltered;
        Adapter.IndicateReceive(ref chain, PortNumber.Default, flags);
        if ((flags & ReceiveFlags.Resources) != 0)
        {
            // A loan ends here: the clones never left.
            while (chain.TryRemoveFirst(out NetBufferList? clone))
            {
                Unsafe.As<LowerEdge>(clone.MiniportReserved0!).EndLoan(clone);
            }
        }
    }

    /// <summary>Counts one list on its way down.</summary>
    protected void CountOut(NetBufferList list, ReadOnlySpan<byte> destination)
    {
        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            FrameTally.CountOut(ref Statistics, destination, 1, buffer.DataLength);
        }
    }

    private void CountIn(scoped in NetBufferListChain chain)
    {
        Span<byte> scratch = stackalloc byte[MacAddress.Size];
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            if (list.FirstNetBuffer.TryGetContiguous(MacAddress.Size, scratch, out ReadOnlySpan<byte> destination))
            {
                FrameTally.CountIn(ref Statistics, destination, 1, list.FirstNetBuffer.DataLength);
            }
        }
    }
}
