using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Tells the miniport again what it was told before, one request after the other.</summary>
internal sealed class HardwareReplay(MiniportAdapter adapter, Action<NtStatus> ended) : IOidSubmitter
{
    private readonly Queue<OidRequest> _requests = adapter.Station.Programmed.Requests();
    private NtStatus _result = NtStatus.Success;

    /// <summary>The replay as a step of an operation.</summary>
    public static PendingStep Run(MiniportAdapter adapter)
    {
        PendingStep step = new($"settings of miniport '{adapter.Name}'", NdisWatchdog.MiniportOid, adapter.Driver.Name);
        new HardwareReplay(adapter, step.Complete).Start();
        return step.IsCompleted ? step : step.Returned(NtStatus.Pending);
    }

    /// <summary>Begins; calls back when the last request is answered, possibly before this returns.</summary>
    public void Start() => Next();

    void IOidSubmitter.OidRequestComplete(OidRequest request, NtStatus status)
    {
        Note(status);
        Next();
    }

    private void Next()
    {
        while (_requests.TryDequeue(out OidRequest? request))
        {
            request.RequestId = OidStep.RequestId;
            NtStatus status = adapter.Station.Submit(request, this);
            if (status == NtStatus.Pending)
            {
                return;
            }

            Note(status);
        }

        ended(_result);
    }

    private void Note(NtStatus status)
    {
        if (_result.IsSuccess)
        {
            _result = status;
        }
    }
}
