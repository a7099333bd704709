using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>The data path at the miniport edge.</content>
public sealed partial class MiniportAdapter
{
    // Nothing has to be looked at before a send by, or a receive from, the default port.
    private bool _sendsArePlain;
    private bool _receivesArePlain;

    // Copies that NDIS looped back may be among what comes back.
    private bool _mayBringCopies;
    private long _outstandingReceives;

    /// <summary>Lists that were indicated and have not come back.</summary>
    public long OutstandingReceives => _outstandingReceives;

    /// <summary>Indicates received frames to the drivers above.</summary>
    /// <param name="chain">
    /// The lists, one net buffer each, data start at the MAC header. They come back through <see cref="IMiniportReceive.ReturnNetBufferLists"/>, each once; the source
    /// handle is set here. With <see cref="ReceiveFlags.Resources"/> they are a loan: the chain is the caller's again when this returns.
    /// </param>
    /// <param name="port">The port they came in by.</param>
    /// <param name="flags">What is true of all of them.</param>
    /// <remarks>IRQL: at most Dispatch. No lock may be held: a protocol may send from inside.</remarks>
    [WindowsDdi("NdisMIndicateReceiveNetBufferLists")]
    public void IndicateReceive(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        if ((!_receivesArePlain || !port.IsDefault) && !MayIndicate(ref chain, port, flags))
        {
            return;
        }

        if ((flags & ReceiveFlags.Resources) != 0)
        {
            IndicateLoan(ref chain, port, flags);
            return;
        }

        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            if (list.State != NetBufferListState.Owned)
            {
                NdisBugCheck.BadHandOver(Kernel, Driver.Name, list, "indicated");
            }

            list.State = NetBufferListState.InTransit;
            if (!ReferenceEquals(list.SourceHandle, this))
            {
                list.SourceHandle = this;
            }
        }

        _outstandingReceives += chain.Count;
        if (Node.MustObserve)
        {
            Begin(chain);
        }

        Node.IndicateUp(ref chain, port, flags);
    }

    /// <summary>Completes sends: the lists go back to their originators.</summary>
    /// <param name="chain">The lists, in any order and grouping; status set, data space as it came.</param>
    /// <param name="flags">What is true of all of them.</param>
    /// <remarks>IRQL: at most Dispatch; also from inside SendNetBufferLists. A list that is completed twice is bug check 0x7C.</remarks>
    [WindowsDdi("NdisMSendNetBufferListsComplete")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CompleteSend(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        if (Reset is { } reset)
        {
            reset.Completed += chain.Count;
        }

        Node.CompleteUp(ref chain, flags);
    }

    /// <summary>The bottom of the send path.</summary>
    internal void AcceptSend(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        if (!_sendsArePlain || !port.IsDefault || (flags & SendFlags.CheckForLoopback) != 0)
        {
            NtStatus status = CheckSend(port);
            if (status != NtStatus.Success)
            {
                RejectSend(ref chain, status);
                return;
            }

            _stack.Loopback.Indicate(chain, port, flags);
        }

        if (Reset is { } reset)
        {
            reset.Sent += chain.Count;
        }

        _miniport!.SendNetBufferLists(ref chain, port, flags);
    }

    /// <summary>The bottom of the return path.</summary>
    internal void AcceptReturn(ref NetBufferListChain chain, ReturnFlags flags)
    {
        if (_mayBringCopies)
        {
            _stack.Loopback.Collect(ref chain);
            if (chain.IsEmpty)
            {
                return;
            }
        }

        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            if (list.State != NetBufferListState.InTransit || !ReferenceEquals(list.SourceHandle, this))
            {
                NdisBugCheck.BadHandOver(Kernel, Driver.Name, list, "returned");
            }

            list.State = NetBufferListState.Owned;
        }

        _outstandingReceives -= chain.Count;
        if (_stack.Runtime.Ownership is { } verifier)
        {
            verifier.ComeHome(chain, startMayMove: !_stack.Runtime.ChecksReturnedDataStart, Node);
        }

        _miniport!.ReturnNetBufferLists(ref chain, flags);
    }

    /// <summary>Passes a cancel to the miniport.</summary>
    internal void AcceptCancel(ulong cancelId) => _miniport?.CancelSend(cancelId);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Begin(scoped in NetBufferListChain chain)
    {
        _stack.Runtime.Ownership?.Originate(chain, NblFlags.ReceiveReadOnly);
        Node.Trace(TraceKind.ReceiveUp, chain);
    }

    private void IndicateLoan(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        LoanStack loans = _stack.Runtime.Loans;
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            list.SourceHandle = this;
        }

        NetBufferListChain shown = chain;
        int mark = loans.Push(chain);
        if (Node.MustObserve)
        {
            Begin(chain);
        }

        Node.IndicateUp(ref shown, port, flags);
        if (_stack.Runtime.Ownership is { } verifier && !loans.IsWhole(mark, shown))
        {
            verifier.Violation(NdisVerifierRules.ChainNotRestored, Driver.Name, $"an indication of {chain.Count} lists on loan did not come back as it was");
        }

        loans.Restore(mark, ref chain);
    }

    /// <summary>Indicates copies that NDIS made of sends; they come back to NDIS.</summary>
    internal void IndicateLoopback(ref NetBufferListChain chain, PortNumber port)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            list.State = NetBufferListState.InTransit;
            list.SourceHandle = this;
        }

        if (Node.MustObserve)
        {
            Begin(chain);
        }

        Node.IndicateUp(ref chain, port, ReceiveFlags.None);
    }

    /// <summary>State, ports or loopback changed: must a send, or a receive, be looked at?</summary>
    internal void UpdatePaths()
    {
        _mayBringCopies = _stack.Loopback.IsActive;
        _sendsArePlain = CheckSend(PortNumber.Default) == NtStatus.Success && !_stack.Loopback.IsWanted;
        _receivesArePlain = MayReceive && PortTable.CheckReceive(PortNumber.Default) == NtStatus.Success;
    }

    private NtStatus CheckSend(PortNumber port)
    {
        NtStatus exists = PortTable.Check(port);
        return exists != NtStatus.Success ? exists
            : State != AdapterState.Running || IsRemoved || IsLowPower ? RefusalOfSends.Status
            : PortTable.CheckSend(port);
    }

    private void RejectSend(ref NetBufferListChain chain, NtStatus status)
    {
        DropReason reason = status == NdisStatus.InvalidPort ? NdisDrop.InvalidPort
            : status == NdisStatus.InvalidPortState ? NdisDrop.PortClosed
            : RefusalOfSends.Reason;
        foreach (NetBufferList list in chain)
        {
            list.Status = status;
            Kernel.Drops.Count(reason, list.CorrelationId, list.DataLength);
        }

        Node.CompleteUp(ref chain, SendCompleteFlags.None);
    }

    /// <summary>Why a send fails while the stack does not run.</summary>
    internal (NtStatus Status, DropReason Reason) RefusalOfSends => IsRemoved ? (NdisStatus.AdapterRemoved, NdisDrop.AdapterRemoved)
        : IsLowPower ? (NdisStatus.LowPowerState, NdisDrop.LowPower)
        : (NdisStatus.Paused, NdisDrop.StackPaused);

    private bool MayReceive => State is AdapterState.Running or AdapterState.Restarting && !IsLowPower;

    // Frames that may not go up are the miniport's own, and it gets them back at once.
    private bool MayIndicate(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (!MayReceive)
        {
            RejectReceive(ref chain, flags);
            return false;
        }

        NtStatus status = PortTable.CheckReceive(port);
        if (status == NtStatus.Success)
        {
            return true;
        }

        GiveBack(ref chain, flags, status == NdisStatus.InvalidPort ? NdisDrop.InvalidPort : NdisDrop.PortClosed);
        return false;
    }

    // An adapter that is not running has no business indicating.
    private void RejectReceive(ref NetBufferListChain chain, ReceiveFlags flags)
    {
        _stack.Runtime.Ownership?.Violation(NdisVerifierRules.DataInWrongState, Driver.Name, $"{chain.Count} lists were indicated by '{Name}', which is {State}");
        GiveBack(ref chain, flags, NdisDrop.ReceiveWhilePaused);
    }

    private void GiveBack(ref NetBufferListChain chain, ReceiveFlags flags, DropReason reason)
    {
        foreach (NetBufferList list in chain)
        {
            Kernel.Drops.Count(reason, list.CorrelationId, list.DataLength);
        }

        if ((flags & ReceiveFlags.Resources) == 0)
        {
            _miniport?.ReturnNetBufferLists(ref chain, ReturnFlags.None);
        }
    }
}
