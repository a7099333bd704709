using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Checks and records every hand-over while the verifier is on: who has a list, who gives it to whom, and whether that is his to give.</summary>
internal sealed class OwnershipVerifier
{
    private readonly SimKernel _kernel;
    private readonly Verifier _verifier;

    public OwnershipVerifier(SimKernel kernel, Verifier verifier)
    {
        _kernel = kernel;
        _verifier = verifier;
    }

    /// <summary>Numbers of all parties.</summary>
    public PartyTable Parties { get; } = new();

    /// <summary>A protocol or miniport gives its own lists away: pictures of their data spaces are kept.</summary>
    public void Originate(scoped in NetBufferListChain chain)
    {
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            TrailOf(list).Snapshot = SpaceSnapshot.Of(list);
        }
    }

    /// <summary>Lists came back to their originator: their data spaces must be as they were.</summary>
    /// <param name="chain">The lists.</param>
    /// <param name="startMayMove">The data start may be elsewhere (receive path: the originator sets it anew); chain and end of data may not.</param>
    /// <param name="culprit">Who handed them back.</param>
    public void ComeHome(scoped in NetBufferListChain chain, bool startMayMove, PathNode culprit)
    {
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            SpaceSnapshot now = SpaceSnapshot.Of(list);
            SpaceSnapshot then = TrailOf(list).Snapshot;
            bool same = startMayMove
                ? now.MdlChain == then.MdlChain && now.DataOffset + now.DataLength == then.DataOffset + then.DataLength
                : now == then;
            if (!same)
            {
                string text = $"{list} came back with data offset {now.DataOffset}, length {now.DataLength}"
                    + (now.MdlChain == then.MdlChain ? string.Empty : " and another MDL chain") + $"; it went with {then.DataOffset}, {then.DataLength}";
                Violation(NdisVerifierRules.DataSpaceNotRestored, culprit.Name, text, list);
            }
        }
    }

    /// <summary>Checks one hand-over and moves the ownership stamps.</summary>
    /// <param name="chain">The lists.</param>
    /// <param name="from">Who hands over.</param>
    /// <param name="to">Who gets them.</param>
    /// <param name="what">Which way they go.</param>
    /// <param name="flags">Receive flags of an indication.</param>
    public void HandOver(scoped in NetBufferListChain chain, PathNode from, PathNode to, OwnershipEvent what, ReceiveFlags flags = ReceiveFlags.None)
    {
        CheckContext(chain, from, what);
        bool isLoan = (flags & ReceiveFlags.Resources) != 0;
        int count = 0;
        ushort frameType = chain.Head?.FrameType ?? 0;
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            if (++count > chain.Count)
            {
                break;
            }

            CheckHolder(list, from, what, isLoan);
            CheckOrigin(list, from, what);
            if (what == OwnershipEvent.Indicated)
            {
                CheckIndicated(list, from, flags, frameType);
            }

            if (!isLoan)
            {
                list.Holder = to.Party;
            }
            else if (list.Holder == 0)
            {
                list.Holder = from.Party;
            }

            TrailOf(list).Record(_kernel.Now, isLoan ? OwnershipEvent.Loaned : what, to.Name);
        }

        if (count != chain.Count)
        {
            _verifier.Violation(NdisVerifierRules.BadChain, from.Name, $"a chain that counts {chain.Count} lists has {(count > chain.Count ? "more, or a cycle" : $"{count}")}");
        }
    }

    /// <summary>Reports a rule about one list, with its history.</summary>
    public void Violation(VerifierRule rule, string culprit, string text, NetBufferList list) =>
        _verifier.Violation(rule, culprit, $"{text}; {list.Trail}");

    /// <summary>Reports a rule.</summary>
    public void Violation(VerifierRule rule, string culprit, string text) => _verifier.Violation(rule, culprit, text);

    private static OwnershipTrail TrailOf(NetBufferList list) => list.Trail ??= new OwnershipTrail();

    private void CheckContext(scoped in NetBufferListChain chain, PathNode from, OwnershipEvent what)
    {
        Processor processor = _kernel.CurrentProcessor;
        processor.AssertIrqlAtMost(Irql.Dispatch, from.Name);
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

        if (goesHome && list.ChildCount != 0 && list.ReceiveReferences == 0)
        {
            Violation(NdisVerifierRules.ChildrenOutstanding, from.Name, $"{what}: {list.ChildCount} lists derived from {list} are still out", list);
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
