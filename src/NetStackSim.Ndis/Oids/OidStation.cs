using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The place where one driver takes requests that may pend: what it has, how they are completed and cancelled.</summary>
internal abstract class OidStation
{
    protected OidStation(NdisRuntime runtime)
    {
        Runtime = runtime;
    }

    /// <summary>The driver, for reports.</summary>
    public abstract string DriverName { get; }

    protected NdisRuntime Runtime { get; }

    protected SimKernel Kernel => Runtime.Kernel;

    protected abstract OidPath Path { get; }

    /// <summary>Takes a request. Pending: the submitter is called when it is complete.</summary>
    public NtStatus Submit(OidRequest request, IOidSubmitter submitter)
    {
        if (request.Station is { } busy && Runtime.Ownership is { } verifier)
        {
            verifier.Violation(NdisVerifierRules.OidDoubleRequest, DriverName, $"{request} was submitted to {DriverName} while it is pending at {busy.DriverName}");
        }

        request.Submitter = submitter;
        request.EndedAt = null;
        request.Station = this;
        request.Path = Path;
        request.SubmittedAt = Kernel.Now;
        NtStatus status = Accept(request);
        if (status == NtStatus.Pending && request.Timeout != 0 && !request.IsClone && ReferenceEquals(request.Station, this))
        {
            request.Timer = OidTimeout.Start(Kernel, request);
        }

        return status;
    }

    /// <summary>The driver completes a request that it had left pending.</summary>
    public void Complete(OidRequest request, NtStatus status)
    {
        if (!ReferenceEquals(request.Station, this) || !IsAtDriver(request))
        {
            OidRules.CompletedOutOfTurn(Runtime, this, request);
        }

        if (status == NtStatus.Pending)
        {
            Runtime.Ownership?.Violation(NdisVerifierRules.OidComplete, DriverName, $"{request} was completed with Pending");
        }

        request.WasCompletedByCall = true;
        Answered(request, status);
    }

    /// <summary>The handler returned: a final status must not follow on a completion from inside.</summary>
    protected void CheckReturn(OidRequest request, NtStatus status)
    {
        if (status != NtStatus.Pending && !ReferenceEquals(request.Station, this))
        {
            OidRules.ReturnedAndCompleted(Runtime, this, request, status);
        }

        request.WasCompletedByCall = false;
    }

    /// <summary>Gives up requests of this identifier: those that wait for their turn at once, others by asking the driver.</summary>
    public abstract void Cancel(ulong requestId);

    /// <summary>Gives up one request that is pending here.</summary>
    public abstract void Cancel(OidRequest request);

    /// <summary>Adds what is here, the oldest first.</summary>
    public abstract void AddPending(List<OidRequest> pending);

    /// <summary>Hands the request to the driver, or lets it wait.</summary>
    protected abstract NtStatus Accept(OidRequest request);

    /// <summary>Has the driver got this request?</summary>
    public abstract bool IsAtDriver(OidRequest request);

    /// <summary>Gives the request to the driver. Pending: the driver completes it later.</summary>
    protected abstract NtStatus Handle(OidRequest request);

    /// <summary>Asks the driver to give the request up.</summary>
    protected abstract void CancelAtDriver(ulong requestId);

    /// <summary>The driver answered a request outside <see cref="Submit"/>: it goes to its submitter.</summary>
    protected virtual void Answered(OidRequest request, NtStatus status)
    {
        Finish(request, status);
        request.Submitter!.OidRequestComplete(request, status);
    }

    /// <summary>The request leaves this place.</summary>
    protected virtual void Finish(OidRequest request, NtStatus status)
    {
        Release(request);
        CheckAnswer(Kernel, DriverName, request);
    }

    /// <summary>The request waited here and goes back without having been at the driver.</summary>
    protected static void Abort(OidRequest request)
    {
        Release(request);
        request.Submitter!.OidRequestComplete(request, NdisStatus.RequestAborted);
    }

    /// <summary>More bytes than the buffer holds are bug check 0x7C/0x1D.</summary>
    public static void CheckAnswer(SimKernel kernel, string driver, OidRequest request)
    {
        if (request.BytesWritten > request.OutputLength)
        {
            NdisBugCheck.Raise(
                kernel, NdisBugCheckCode.OidCompletedWithBadBuffer, driver,
                $"{request} was completed with {request.BytesWritten} bytes in a buffer of {request.OutputLength}");
        }
    }

    private static void Release(OidRequest request)
    {
        request.EndedAt = request.Station;
        request.Station = null;
        request.Timer?.Dispose();
        request.Timer = null;
    }
}
