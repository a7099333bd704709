using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <content>The data path of the lower edge: clones down, clones up, and their parents home.</content>
internal abstract partial class LowerEdge
{
    private NetBufferListQueue _outgoing;

    /// <inheritdoc/>
    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        Span<byte> scratch = stackalloc byte[EthernetHeader.TaggedSize];
        if ((flags & ReceiveFlags.Resources) != 0)
        {
            // A loan: the chain must stay as it is.
            foreach (NetBufferList list in chain)
            {
                MayDistribute(list, scratch);
            }

            Indicate(flags);
            return;
        }

        NetBufferListChain unwanted = default;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            if (!MayDistribute(list, scratch))
            {
                unwanted.Add(list);
            }
        }

        Indicate(flags);
        Return(ref unwanted, ReturnFlags.None);
    }

    /// <inheritdoc/>
    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        VirtualMiniport? upper = null;
        NetBufferListChain home = default;
        while (chain.TryRemoveFirst(out NetBufferList? clone))
        {
            if (clone.Parent is not { } parent)
            {
                // A list that this edge made itself: nobody waits for it.
                clone.Free();
                continue;
            }

            VirtualMiniport from = Unsafe.As<VirtualMiniport>(clone.ProtocolReserved0!);
            if (!ReferenceEquals(from, upper))
            {
                Complete(upper, ref home, flags);
                upper = from;
            }

            parent.Status = clone.Status;
            if (!clone.LargeSend.IsEmpty)
            {
                parent.LargeSend = clone.LargeSend;
            }

            from.Statistics.OutErrors += clone.Status.IsSuccess ? 0UL : 1;
            clone.Free();
            home.Add(parent);
        }

        Complete(upper, ref home, flags);
    }

    /// <summary>Keeps a clone of a send for the next <see cref="SendOutgoing"/>.</summary>
    public void Enqueue(NetBufferList clone, VirtualMiniport from)
    {
        if (!ReferenceEquals(clone.ProtocolReserved0, from))
        {
            clone.ProtocolReserved0 = from;
        }

        _outgoing.Enqueue(clone);
    }

    /// <summary>Sends what was enqueued.</summary>
    public void SendOutgoing(SendFlags flags)
    {
        NetBufferListChain chain = _outgoing.TakeAll();
        Binding.Send(ref chain, PortNumber.Default, flags & SendFlags.DispatchLevel);
    }

    /// <summary>Gives received lists back.</summary>
    public void Return(ref NetBufferListChain home, ReturnFlags flags)
    {
        Binding.Return(ref home, flags);
        CheckDrained();
    }

    /// <summary>A clone came back from a virtual miniport: its parent goes home when nobody else has it.</summary>
    public void Unclone(NetBufferList clone, ref NetBufferListChain home)
    {
        NetBufferList parent = clone.Parent!;
        clone.Free();
        if (!ReferenceEquals(parent.Pool, Buffers.Shared))
        {
            home.Add(parent);
        }
        else if (parent.ChildCount == 0)
        {
            home.Add(parent.Parent!);
            parent.Free();
        }
    }

    /// <summary>A clone of a list on loan is done with: the parent stays with its owner.</summary>
    public void EndLoan(NetBufferList clone)
    {
        NetBufferList parent = clone.Parent!;
        clone.Free();
        if (ReferenceEquals(parent.Pool, Buffers.Shared) && parent.ChildCount == 0)
        {
            parent.Free();
        }
    }

    /// <summary>Gives clones of a received list to the virtual miniports that want it.</summary>
    /// <param name="list">The list.</param>
    /// <param name="header">Its MAC header, with the tag when there is one.</param>
    /// <param name="tag">Priority and VLAN identifier of a tag in the frame; -1 without.</param>
    /// <returns>True when somebody has a clone now; what nobody has is counted.</returns>
    protected abstract bool TryDistribute(NetBufferList list, ReadOnlySpan<byte> header, int tag);

    /// <summary>Lets the virtual miniports indicate what they were given.</summary>
    protected abstract void Indicate(ReceiveFlags flags);

    /// <summary>Makes the clone of a received list for one virtual miniport.</summary>
    /// <param name="list">The list, or the shared clone of it.</param>
    /// <param name="strips">True to leave the VLAN tag in the frame out.</param>
    /// <param name="clone">The clone.</param>
    /// <returns>False when no list is left.</returns>
    protected bool TryCloneReceived(NetBufferList list, bool strips, [NotNullWhen(true)] out NetBufferList? clone)
    {
        if (!(strips ? VlanTagging.TryRemove(list, Buffers.Receives, out clone) : list.TryClone(Buffers.Receives, CloneFlags.UseOriginalMdls, out clone)))
        {
            return false;
        }

        list.CopyReceiveInfoTo(clone);
        if (!ReferenceEquals(clone.MiniportReserved0, this))
        {
            clone.MiniportReserved0 = this;
        }

        return true;
    }

    /// <summary>Counts a received list that is dropped.</summary>
    protected void CountDrop(in DropReason reason, NetBufferList list) => Binding.Adapter.Kernel.Drops.Count(reason, list.CorrelationId, list.DataLength);

    // A pause may be under way while frames still come up: they go back at once.
    private bool MayDistribute(NetBufferList list, Span<byte> scratch)
    {
        if (!IsRunning || !IsPoweredUp)
        {
            CountDrop(IsPoweredUp ? ImDrop.NotWanted : ImDrop.LowPower, list);
            return false;
        }

        if (!TryReadHeader(list, scratch, out ReadOnlySpan<byte> header, out int tag))
        {
            CountDrop(NdisDrop.FrameTooShort, list);
            return false;
        }

        return TryDistribute(list, header, tag);
    }

    // The MAC header, and the tag behind it when there is one.
    private static bool TryReadHeader(NetBufferList list, Span<byte> scratch, out ReadOnlySpan<byte> header, out int tag)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        tag = -1;
        if (!buffer.TryGetContiguous(EthernetHeader.Size, scratch, out header))
        {
            return false;
        }

        // A frame that ends with its tag has nothing to deliver: it stays an untagged one of an unknown type.
        if (BinaryPrimitives.ReadUInt16BigEndian(header[12..]) == EtherTypes.Vlan && buffer.DataLength > EthernetHeader.TaggedSize
            && buffer.TryGetContiguous(EthernetHeader.TaggedSize, scratch, out ReadOnlySpan<byte> tagged))
        {
            header = tagged;
            tag = BinaryPrimitives.ReadUInt16BigEndian(tagged[EthernetHeader.Size..]);
        }

        return true;
    }

    private static void Complete(VirtualMiniport? upper, ref NetBufferListChain home, SendCompleteFlags flags)
    {
        if (!home.IsEmpty)
        {
            upper!.CompleteSends(ref home, flags);
        }
    }
}
