using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Direct requests at a filter module. IRQL of the handler: at most Dispatch.</summary>
internal sealed class FilterDirectOidStation(FilterModule module) : DirectOidStation(module.Adapter.Stack.Runtime)
{
    public override string DriverName => module.Name;

    protected override NtStatus Handle(OidRequest request) => module.DirectOidHandler!.DirectOidRequest(request);

    protected override void CancelAtDriver(ulong requestId) => module.DirectOidHandler?.CancelDirectOidRequest(requestId);
}
