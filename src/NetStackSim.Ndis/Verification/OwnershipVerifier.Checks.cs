using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>The rules about one hand-over.</content>
internal sealed partial class OwnershipVerifier
{
    private void CheckContext(scoped in NetBufferListChain chain, PathNode from, OwnershipEvent what)
    {
        Processor processor = Kernel.CurrentProcessor;
        if (processor.Irql > Irql.Dispatch)
        {
            NdisDdi.OfHandOver(from.Handle, what)?.Check(Kernel);
        }

        if (processor.HoldsSpinLock)
        {
            Violation(
                NdisVerifierRules.LockHeldAcrossCall, from.Name,
                $"a spin lock is held while {chain.Count} lists are handed on ({what}): the other side may call back, and take it, before this call returns");
        }
    }

    private void CheckHolder(NetBufferList list, PathNode from, OwnershipEvent what, bool isLoan)
    {
        if (list.State == NetBufferListState.Free)
        {
            Violation(NdisVerifierRules.UseAfterFree, from.Name, $"{what}: {list} lies in its pool", list);
            return;
        }

        if (list.State == NetBufferListState.Loaned)
        {
            if (what == OwnershipEvent.Returned)
            {
                Violation(NdisVerifierRules.LoanReturned, from.Name, $"{list} is on loan (RESOURCES) and was returned", list);
            }
            else if (!isLoan)
            {
                Violation(NdisVerifierRules.Ownership, from.Name, $"{what}: {list} is on loan (RESOURCES) and was given away", list);
            }

            return;
        }

        if (list.Holder != 0 && list.Holder != from.Party)
        {
            Violation(NdisVerifierRules.Ownership, from.Name, $"{what}: {from.Name} handed on {list}, which {Parties.NameOf(list.Holder)} has", list);
        }
    }

    private void CheckOrigin(NetBufferList list, PathNode from, OwnershipEvent what)
    {
        bool isOwn = ReferenceEquals(list.SourceHandle, from.Handle);
        bool goesHome = what is OwnershipEvent.Completed or OwnershipEvent.Returned;
        if (goesHome && isOwn)
        {
            Violation(NdisVerifierRules.SourceHandle, from.Name, $"{what}: {from.Name} originated {list} and passed it on instead of keeping it", list);
        }

        if (!goesHome && list.Holder == 0 && !isOwn)
        {
            Violation(NdisVerifierRules.SourceHandle, from.Name, $"{what}: {list} is new and its source handle is not {from.Name}", list);
        }

        if (!goesHome && list.Holder == 0)
        {
            TrailOf(list).ChildrenBefore = list.ChildCount;
        }

        if (goesHome && list.ChildCount > TrailOf(list).ChildrenBefore && list.ReceiveReferences == 0)
        {
            Violation(NdisVerifierRules.ChildrenOutstanding, from.Name, $"{what}: {list.ChildCount} lists derived from {list} are still out", list);
        }
    }

    private void CheckData(NetBufferList list, OwnershipTrail trail, PathNode from, OwnershipEvent what)
    {
        if (trail.IsReadOnly && !trail.Digest!.IsUnchanged())
        {
            trail.IsReadOnly = false;
            Violation(NdisVerifierRules.ReadOnlyData, from.Name, $"{what}: the data of {list} is marked read-only and was changed by {from.Name}", list);
        }

        if (what is OwnershipEvent.Completed or OwnershipEvent.Returned)
        {
            trail.Direction = default;
            return;
        }

        DirectionInfo before = trail.Direction;
        DirectionInfo now = DirectionInfo.Of(list, isReceive: what == OwnershipEvent.Indicated);
        if (before.IsKnown && before.IsReceive != now.IsReceive && now.FirstStale(before) is >= 0 and int slot)
        {
            Violation(
                NdisVerifierRules.DirectionSlots, from.Name,
                $"{what}: slot {slot} of {list} still holds what it meant {(before.IsReceive ? "on receive" : "on send")}; convert or clear it (ClearDirectionInfo)", list);
        }

        // A copy of a received list has no history of its own; its slots tell.
        if (what == OwnershipEvent.Sent && CoalescedUnit.IsUnconverted(list))
        {
            Violation(
                NdisVerifierRules.DirectionSlots, from.Name,
                $"{what}: {list} has the slots of a unit of {list.Coalesce.SegmentCount + list.UdpCoalesce.SegmentCount} that was received; convert it (CoalescedUnit.ToSend)", list);
        }

        trail.Direction = now;
        if (now != before && OutOfBandRules.FindLie(list, now, _verifier.RecordsStacks) is { } lie)
        {
            Violation(NdisVerifierRules.OutOfBandTruth, from.Name, $"{what}: {list}: {lie}", list);
        }
    }

    private void CheckIndicated(NetBufferList list, PathNode from, ReceiveFlags flags, ushort frameType)
    {
        if (list.FirstNetBuffer is null || list.FirstNetBuffer.Next is not null)
        {
            Violation(NdisVerifierRules.OneNetBufferPerReceive, from.Name, $"{list} was indicated with {list.NetBufferCount} net buffers", list);
        }

        if ((flags & ReceiveFlags.SingleEtherType) != 0 && list.FrameType != frameType)
        {
            Violation(NdisVerifierRules.SingleEtherType, from.Name, $"SINGLE_ETHER_TYPE is set and the chain has 0x{frameType:X4} and 0x{list.FrameType:X4}", list);
        }
    }
}
