using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Direct requests at the miniport. IRQL of the handler: at most Dispatch.</summary>
internal sealed class MiniportDirectOidStation(MiniportAdapter adapter) : DirectOidStation(adapter.Stack.Runtime)
{
    public override string DriverName => adapter.Driver.Name;

    protected override NtStatus Handle(OidRequest request) => adapter.Miniport switch
    {
        IMiniportDirectOid handler when adapter.Driver.TakesDirectOids => handler.DirectOidRequest(request),
        null => NdisStatus.AdapterNotReady,
        _ => NdisStatus.NotSupported,
    };

    protected override void CancelAtDriver(ulong requestId) => (adapter.Miniport as IMiniportDirectOid)?.CancelDirectOidRequest(requestId);
}
