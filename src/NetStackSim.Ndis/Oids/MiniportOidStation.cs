using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Requests in front of the miniport. Its handler runs at Passive: a request that comes from higher up waits for a work item.</summary>
internal sealed class MiniportOidStation : RegularOidStation, IWorkItemTarget
{
    private readonly MiniportAdapter _adapter;
    private readonly WorkItem _workItem;

    public MiniportOidStation(MiniportAdapter adapter)
        : base(adapter.Stack.Runtime)
    {
        _adapter = adapter;
        _workItem = new WorkItem(adapter.Kernel, this);
    }

    /// <summary>The packet filter that the miniport took last, whoever asked for it.</summary>
    public PacketFilter ProgrammedFilter { get; private set; }

    public override string DriverName => _adapter.Driver.Name;

    public override NdisWatchdog Watchdog => NdisWatchdog.MiniportOid;

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
        if (request is { Oid: Oid.GenCurrentPacketFilter, Type: OidRequestType.SetInformation } && status == NtStatus.Success && request.Read(out uint filter).IsSuccess)
        {
            ProgrammedFilter = (PacketFilter)filter;
            _adapter.Stack.Edge.Update();
        }
        else if (request.InformationObject is OffloadParameters change && request.Oid == Oid.TcpOffloadParameters && status == NtStatus.Success)
        {
            OffloadKeywords.WriteBack(change, _adapter.Settings, _adapter.Keywords);
        }
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
