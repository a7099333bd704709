using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A request of NDIS itself as a step of an operation.</summary>
internal sealed class OidStep(OidRequest request, string culprit) : IOidSubmitter
{
    /// <summary>Identifier of the requests of NDIS, so that no protocol cancels them with one of its own.</summary>
    public const ulong RequestId = ulong.MaxValue;

    private readonly PendingStep _step = new($"{request}", NdisWatchdog.MiniportOid, culprit);

    /// <summary>Submits the request.</summary>
    /// <returns>The step; its status is that of the request.</returns>
    public PendingStep SubmitTo(OidStation station)
    {
        request.RequestId = RequestId;
        return _step.Returned(station.Submit(request, this));
    }

    void IOidSubmitter.OidRequestComplete(OidRequest completed, NtStatus status) => _step.Complete(status);
}
