using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Requests in front of the miniport. Its handler runs at Passive: a request that comes from higher up waits for a work item.</summary>
internal sealed class MiniportOidStation : RegularOidStation, IWorkItemTarget
{
    private readonly MiniportAdapter _adapter;
    private readonly WorkItem _workItem;
    private PendingStep? _drain;

    public MiniportOidStation(MiniportAdapter adapter)
        : base(adapter.Stack.Runtime)
    {
        _adapter = adapter;
        _workItem = new WorkItem(adapter.Kernel, this);
    }

    /// <summary>The packet filter that the miniport took last, whoever asked for it.</summary>
    public PacketFilter ProgrammedFilter { get; private set; }

    /// <summary>What the miniport was told last about addresses and framing.</summary>
    public ProgrammedState Programmed { get; } = new();

    public override string DriverName => _adapter.Driver.Name;

    public override NdisWatchdog Watchdog => NdisWatchdog.MiniportOid;

    /// <summary>The adapter was halted for good: what it was told is void.</summary>
    public void Forget()
    {
        Programmed.Clear();
        ProgrammedFilter = PacketFilter.None;
    }

    /// <summary>A step that is complete when the miniport has no request any more and none waits.</summary>
    public PendingStep Drain()
    {
        PendingStep step = new($"requests of miniport '{_adapter.Name}'", NdisWatchdog.MiniportOid, DriverName);
        _drain = IsIdle ? null : step;
        return step.Returned(IsIdle ? NtStatus.Success : NtStatus.Pending);
    }

    void IWorkItemTarget.OnWorkItem(WorkItem workItem)
    {
        if (Active is not { } request)
        {
            return;
        }

        NtStatus status = Call(request);
        if (status != NtStatus.Pending)
        {
            CheckReturn(request, status);
            Answered(request, status);
        }
    }

    protected override NtStatus Handle(OidRequest request)
    {
        if (_adapter.Kernel.CurrentProcessor.Irql > Irql.Passive)
        {
            _workItem.Queue();
            return NtStatus.Pending;
        }

        return Call(request);
    }

    protected override void CancelAtDriver(ulong requestId) => _adapter.Miniport?.CancelOidRequest(requestId);

    protected override void OnFinished(OidRequest request, NtStatus status)
    {
        OidRules.CheckMustSucceed(Kernel, DriverName, request, status);
        if (request.Type == OidRequestType.SetInformation && status == NtStatus.Success)
        {
            Programmed.Note(request);
        }

        if (request is { Oid: Oid.GenCurrentPacketFilter, Type: OidRequestType.SetInformation } && status == NtStatus.Success && request.Read(out uint filter).IsSuccess)
        {
            ProgrammedFilter = (PacketFilter)filter;
            _adapter.Stack.Edge.Update();
        }
        else if (request.Oid == Oid.TcpOffloadParameters && status == NtStatus.Success && OffloadParameters.TryRead(request.InformationBuffer.Span, out OffloadParameters? change))
        {
            OffloadKeywords.WriteBack(change, _adapter.Settings, _adapter.Keywords);
        }
    }

    protected override void OnIdle()
    {
        PendingStep? drain = _drain;
        _drain = null;
        drain?.Complete(NtStatus.Success);
    }

    private NtStatus Call(OidRequest request)
    {
        if (_adapter.Miniport is not { } miniport)
        {
            return NdisStatus.AdapterNotReady;
        }

        if (Runtime.Ownership is not { } verifier)
        {
            return miniport.OidRequest(request);
        }

        verifier.OidDepth++;
        NtStatus status = miniport.OidRequest(request);
        verifier.OidDepth--;
        return status;
    }
}
