using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Says Pending to a query for statistics and never completes it. All other requests of the adapter wait behind it.</summary>
internal sealed class NeverAnswers(FilterModule module) : PassThrough(module)
{
    public override NtStatus OidRequest(OidRequest request) => request.Oid == Oid.GenStatistics ? NtStatus.Pending : base.OidRequest(request);
}
