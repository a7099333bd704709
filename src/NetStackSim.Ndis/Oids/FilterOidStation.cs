using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Requests in front of a filter module. IRQL of the handler: at most Dispatch.</summary>
internal sealed class FilterOidStation(FilterModule module) : RegularOidStation(module.Adapter.Stack.Runtime)
{
    public override string DriverName => module.Name;

    public override NdisWatchdog Watchdog => NdisWatchdog.FilterOid;

    protected override NtStatus Handle(OidRequest request) => module.OidHandler!.OidRequest(request);

    protected override void CancelAtDriver(ulong requestId) => module.OidHandler?.CancelOidRequest(requestId);
}
