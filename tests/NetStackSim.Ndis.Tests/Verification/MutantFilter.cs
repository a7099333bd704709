using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>A filter module by the book, with one thing done wrong now and then: each time the seed says so.</summary>
internal sealed class MutantFilter(TestFilterDriver driver, FilterModule module, Func<NdisRuntime> runtime, DriverBug bug, RandomStream random)
    : PassThroughFilter(driver, module), IFilter, IFilterSend, IFilterReceive, IFilterOid
{
    private readonly NetBufferListPool _pool = new(module.Adapter.Kernel, new NetBufferListPoolOptions { Name = "mutant", DataSize = 64 });
    private readonly NetBufferListPool _clones = new(module.Adapter.Kernel, new NetBufferListPoolOptions { Name = "mutant/clones" });
    private readonly SimSpinLock _lock = new(module.Adapter.Kernel, "mutant");
    private NetBufferListQueue _kept;
    private TimerObject? _timer;

    private bool Fails(DriverBug which) => bug == which && random.Chance(0.3);

    public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        NetBufferList first = chain.Head!;
        switch (bug)
        {
            case DriverBug.FilterSendsTwice when Fails(bug):
                base.SendNetBufferLists(ref chain, port, flags);
                if (first.State == NetBufferListState.Free)
                {
                    return;
                }

                chain = NetBufferListChain.OfLinked(first);
                break;
            case DriverBug.FilterCompletesAndSends when Fails(bug):
                Module.CompleteSend(ref chain, SendCompleteFlags.None);
                chain = NetBufferListChain.OfLinked(first);
                break;
            case DriverBug.FilterMovesTheDataStart when Fails(bug):
                first.Retreat(4);
                break;
            case DriverBug.FilterLeaksContext when Fails(bug):
                first.PushContext(NetBufferList.ContextAlignment);
                break;
            case DriverBug.FilterPopsOutOfOrder when Fails(bug):
                first.PushContext(NetBufferList.ContextAlignment);
                first.PushContext(2 * NetBufferList.ContextAlignment);
                first.PopContext(NetBufferList.ContextAlignment);
                break;
            case DriverBug.FilterBreaksTheCount when Fails(bug):
                chain.Tail!.Next = _pool.Get();
                break;
            case DriverBug.FilterLiesAboutTheProtocol when Fails(bug):
                first.NblFlags = NblFlags.IsIPv4 | NblFlags.IsIPv6;
                break;
            case DriverBug.FilterAsksForTheIrql when Fails(bug):
                runtime().GetCurrentIrql("mutant");
                break;
            case DriverBug.FilterKeepsASend when Fails(bug):
                _kept.Enqueue(ref chain);
                return;
            case DriverBug.FilterHoldsItsLock when Fails(bug):
                using (_lock.Acquire())
                {
                    base.SendNetBufferLists(ref chain, port, flags);
                }

                return;
        }

        base.SendNetBufferLists(ref chain, port, flags);
    }

    public override void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        if (bug != DriverBug.FilterPassesItsOwnUp)
        {
            NetBufferListChain own = default;
            NetBufferListChain foreign = default;
            NetBufferListClassifier.Split(ref chain, new SourceHandlePredicate(Module), ref own, ref foreign);
            while (own.TryRemoveFirst(out NetBufferList? list))
            {
                list.Free();
            }

            chain = foreign;
        }

        if (!chain.IsEmpty)
        {
            base.SendNetBufferListsComplete(ref chain, flags);
        }
    }

    public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        bool isLoan = (flags & ReceiveFlags.Resources) != 0;
        NetBufferList first = chain.Head!;
        switch (bug)
        {
            case DriverBug.FilterReturnsALoan when isLoan && Fails(bug):
                Module.ReturnReceived(ref chain, ReturnFlags.None);
                return;
            case DriverBug.FilterForgetsToRelink when isLoan && chain.Count > 1 && Fails(bug):
                chain.RemoveFirst();
                break;
            case DriverBug.FilterReturnsTwice when !isLoan && Fails(bug):
                Module.ReturnReceived(ref chain, ReturnFlags.None);
                chain = NetBufferListChain.OfLinked(first);
                Module.ReturnReceived(ref chain, ReturnFlags.None);
                return;
            case DriverBug.FilterClaimsOneEtherType:
                flags |= ReceiveFlags.SingleEtherType;
                break;
            case DriverBug.FilterKeepsAReceive when !isLoan && Fails(bug):
                _kept.Enqueue(ref chain);
                return;
            case DriverBug.FilterWritesReadOnlyData when Fails(bug):
                first.FirstNetBuffer.CopyFrom(20, [1, 2, 3]);
                break;
            case DriverBug.FilterTurnsReceivesAround when Fails(bug):
                TurnAround(first);
                break;
        }

        base.ReceiveNetBufferLists(ref chain, port, flags);
    }

    NtStatus IFilter.Pause(PauseReason reason)
    {
        NtStatus status = Pause(reason);
        if (Fails(DriverBug.FilterNeverPauses))
        {
            return NtStatus.Pending;
        }

        return status;
    }

    NtStatus IFilter.Restart(RestartAttributes attributes)
    {
        if (bug == DriverBug.FilterForgetsItsTimer)
        {
            _timer ??= Module.Resources.AllocateTimer(static () => { });
            _timer?.Set(dueNs: 1_000_000_000, periodMilliseconds: 1000);
        }

        return Restart(attributes);
    }

    public NtStatus OidRequest(OidRequest request)
    {
        if (Fails(DriverBug.FilterForgetsARequest))
        {
            return NtStatus.Pending;
        }

        OidRequest clone = request.Clone();
        clone.SourceReserved0 = request;
        NtStatus status = Module.OidRequest(clone);
        if (status != NtStatus.Pending)
        {
            clone.CopyResultTo(request);
        }

        return status;
    }

    public void OidRequestComplete(OidRequest request, NtStatus status)
    {
        if (request.SourceReserved0 is OidRequest original)
        {
            request.CopyResultTo(original);
            Module.OidRequestComplete(original, status);
        }
    }

    /// <summary>Sends a list of its own, in whatever state the module is.</summary>
    public void Inject()
    {
        bool mayGo = bug == DriverBug.FilterSendsWhilePaused || (bug == DriverBug.FilterPassesItsOwnUp && Module.State == FilterModuleState.Running);
        if (!mayGo)
        {
            return;
        }

        NetBufferList list = _pool.Get();
        list.FirstNetBuffer.DataLength = 60;
        list.SourceHandle = Module;
        NetBufferListChain chain = new(list);
        Module.Send(ref chain, PortNumber.Default, SendFlags.None);
    }

    private void TurnAround(NetBufferList received)
    {
        if (!received.TryClone(_clones, CloneFlags.None, out NetBufferList? clone))
        {
            return;
        }

        received[NetBufferListInfoId.TcpCoalesceOrUdpSegmentation] = 5;
        received.CopyReceiveInfoTo(clone);
        clone.SourceHandle = Module;
        NetBufferListChain chain = new(clone);
        Module.Send(ref chain, PortNumber.Default, SendFlags.None);
    }
}
