using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A request of NDIS itself as a step of an operation.</summary>
internal sealed class OidStep(OidRequest request, string culprit) : IOidSubmitter
{
    private readonly PendingStep _step = new($"{request}", NdisWatchdog.MiniportOid, culprit);

    /// <summary>Submits the request.</summary>
    /// <returns>The step; its status is that of the request.</returns>
    public PendingStep SubmitTo(OidStation station) => _step.Returned(station.Submit(request, this));

    void IOidSubmitter.OidRequestComplete(OidRequest completed, NtStatus status) => _step.Complete(status);
}
