using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Ndis;

/// <summary>
/// One place on the data path of a driver stack (the miniport, a filter module, the protocol edge) and its effective neighbours: who has the handler next, computed
/// when the stack is restarted. A hand-over is a branch and one interface call; nothing is done per list unless somebody watches.
/// </summary>
internal sealed class PathNode
{
    private readonly SimKernel _kernel;
    private readonly DriverStack _stack;
    private readonly OwnershipVerifier? _verifier;
    private TraceRing? _ring;
    private ushort _component;

    public PathNode(DriverStack stack, string name, string traceName, object handle)
    {
        _stack = stack;
        _kernel = stack.Kernel;
        _verifier = stack.Runtime.Ownership;
        Name = name;
        TraceName = traceName;
        Handle = handle;
        Party = _verifier?.Parties.Add(name) ?? 0;
        HeldSends = Hold(handle is MiniportAdapter ? HoldingsClock.MiniportSends : handle is FilterModule ? HoldingsClock.FilterSends : HoldingsClock.None);
        HeldReceives = Hold(handle is FilterModule ? HoldingsClock.FilterReceives : HoldingsClock.None);
        IsWatched = _verifier is not null;
        LowerSendNode = LowerReturnNode = UpperReceiveNode = UpperCompleteNode = this;
    }

    /// <summary>Name in reports.</summary>
    public string Name { get; }

    /// <summary>Name of the trace component.</summary>
    public string TraceName { get; }

    /// <summary>What stands in the source handle of lists that this place originates.</summary>
    public object Handle { get; }

    /// <summary>Number in the ownership table.</summary>
    public ushort Party { get; }

    /// <summary>Sends of others that are here (verifier on).</summary>
    public Holdings? HeldSends { get; }

    /// <summary>Receives of others that are here (verifier on).</summary>
    public Holdings? HeldReceives { get; }

    /// <summary>Where sends into this place are shown.</summary>
    public CapturePoint? SendPoint { get; set; }

    /// <summary>Where receives out of this place are shown.</summary>
    public CapturePoint? ReceivePoint { get; set; }

    /// <summary>The verifier is on, or somebody looks at a capture point next to this place.</summary>
    public bool IsWatched { get; private set; }

    /// <summary>May this place originate and pass on data? (Verifier only.)</summary>
    public Func<bool>? IsRunning { get; set; }

    /// <summary>Next place down with a send handler; null: the miniport.</summary>
    public IFilterSend? LowerSend { get; set; }

    /// <summary>Next place down with a return handler; null: the miniport.</summary>
    public IFilterReceive? LowerReturn { get; set; }

    /// <summary>Next place up with a receive handler; null: the protocol edge.</summary>
    public IFilterReceive? UpperReceive { get; set; }

    /// <summary>Next place up with a completion handler; null: the protocol edge.</summary>
    public IFilterSend? UpperComplete { get; set; }

    public PathNode LowerSendNode { get; set; }

    public PathNode LowerReturnNode { get; set; }

    public PathNode UpperReceiveNode { get; set; }

    public PathNode UpperCompleteNode { get; set; }

    /// <summary>True when a hand-over from here has to go the slow way.</summary>
    public bool MustObserve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsWatched || _kernel.Trace is not null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SendDown(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        if (MustObserve)
        {
            SendObserved(ref chain, port, flags);
        }
        else
        {
            CallSend(ref chain, port, flags);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CompleteUp(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        if (MustObserve)
        {
            CompleteObserved(ref chain, flags);
        }
        else
        {
            CallComplete(ref chain, flags);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void IndicateUp(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (MustObserve)
        {
            IndicateObserved(ref chain, port, flags);
        }
        else
        {
            CallReceive(ref chain, port, flags);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ReturnDown(ref NetBufferListChain chain, ReturnFlags flags)
    {
        if (MustObserve)
        {
            ReturnObserved(ref chain, flags);
        }
        else
        {
            CallReturn(ref chain, flags);
        }
    }

    /// <summary>Writes the trace events of lists that come into this place, or begin here.</summary>
    public void Trace(TraceKind kind, scoped in NetBufferListChain chain)
    {
        if (_kernel.Trace is not { } ring)
        {
            return;
        }

        if (!ReferenceEquals(ring, _ring))
        {
            _ring = ring;
            _component = ring.Component(TraceName);
        }

        ChainTrace.Write(_kernel, ring, kind, _component, chain);
    }

    /// <summary>Finds out whether anybody looks at the points next to this place.</summary>
    public void UpdateWatch() =>
        IsWatched = _verifier is not null
            || SendPoint?.Observer is not null || ReceivePoint?.Observer is not null
            || LowerSendNode.SendPoint?.Observer is not null || UpperReceiveNode.ReceivePoint?.Observer is not null;

    private Holdings? Hold(HoldingsClock clock) => _verifier is { } verifier ? new Holdings(verifier, this, clock) : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CallSend(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        if (LowerSend is { } next)
        {
            next.SendNetBufferLists(ref chain, port, flags);
        }
        else
        {
            _stack.Adapter.AcceptSend(ref chain, port, flags);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CallComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        if (UpperComplete is { } next)
        {
            next.SendNetBufferListsComplete(ref chain, flags);
        }
        else
        {
            _stack.Edge.Complete(ref chain, flags);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CallReceive(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (UpperReceive is { } next)
        {
            next.ReceiveNetBufferLists(ref chain, port, flags);
        }
        else
        {
            _stack.Edge.Receive(ref chain, port, flags);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CallReturn(ref NetBufferListChain chain, ReturnFlags flags)
    {
        if (LowerReturn is { } next)
        {
            next.ReturnNetBufferLists(ref chain, flags);
        }
        else
        {
            _stack.Adapter.AcceptReturn(ref chain, flags);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SendObserved(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        ObserveSend(chain);
        _verifier?.Enter(LowerSendNode);
        CallSend(ref chain, port, flags);
        _verifier?.Leave();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CompleteObserved(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        Observe(chain, UpperCompleteNode, OwnershipEvent.Completed, TraceKind.SendComplete);
        _verifier?.Enter(UpperCompleteNode);
        CallComplete(ref chain, flags);
        _verifier?.Leave();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void IndicateObserved(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        ObserveReceive(chain, flags);
        _verifier?.Enter(UpperReceiveNode);
        CallReceive(ref chain, port, flags);
        _verifier?.Leave();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReturnObserved(ref NetBufferListChain chain, ReturnFlags flags)
    {
        Observe(chain, LowerReturnNode, OwnershipEvent.Returned, TraceKind.ReturnDown);
        _verifier?.Enter(LowerReturnNode);
        CallReturn(ref chain, flags);
        _verifier?.Leave();
    }

    private void ObserveSend(scoped in NetBufferListChain chain)
    {
        CheckRunning(chain, OwnershipEvent.Sent);
        _verifier?.HandOver(chain, this, LowerSendNode, OwnershipEvent.Sent);
        LowerSendNode.SendPoint?.Show(CaptureDirection.Outbound, chain);
        LowerSendNode.Trace(TraceKind.SendDown, chain);
    }

    private void ObserveReceive(scoped in NetBufferListChain chain, ReceiveFlags flags)
    {
        CheckRunning(chain, OwnershipEvent.Indicated);
        _verifier?.HandOver(chain, this, UpperReceiveNode, OwnershipEvent.Indicated, flags);
        ReceivePoint?.Show(CaptureDirection.Inbound, chain);
        UpperReceiveNode.Trace(TraceKind.ReceiveUp, chain);
    }

    private void Observe(scoped in NetBufferListChain chain, PathNode to, OwnershipEvent what, TraceKind kind)
    {
        _verifier?.HandOver(chain, this, to, what);
        to.Trace(kind, chain);
    }

    // Sends need a running module; receives of others may be passed on by a paused one, own ones may not be originated.
    private void CheckRunning(scoped in NetBufferListChain chain, OwnershipEvent what)
    {
        if (_verifier is not { } verifier || IsRunning is not { } isRunning || isRunning())
        {
            return;
        }

        foreach (NetBufferList list in chain)
        {
            if (what == OwnershipEvent.Sent || ReferenceEquals(list.SourceHandle, Handle))
            {
                verifier.Violation(NdisVerifierRules.DataInWrongState, Name, $"{what}: {list} was handed on by {Name}, which is not running", list);
            }
        }
    }
}
