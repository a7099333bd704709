using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The rules about who completes a request, and how often. Each is a bug check (0x7C/0x26) without verifier.</summary>
internal static class OidRules
{
    /// <summary>A driver completed a request that it does not have.</summary>
    public static void CompletedOutOfTurn(NdisRuntime runtime, OidStation station, OidRequest request)
    {
        string text = $"{request} was completed by {station.DriverName} and is not pending there";
        if (runtime.Ownership is { } verifier)
        {
            (VerifierRule rule, string why) = Find(verifier, station, request);
            verifier.Violation(rule, station.DriverName, $"{text}: {why}");
        }

        NdisBugCheck.Raise(runtime.Kernel, NdisBugCheckCode.OidNotPending, station.DriverName, text);
    }

    /// <summary>A handler completed a request and returned a final status as well.</summary>
    public static void ReturnedAndCompleted(NdisRuntime runtime, OidStation station, OidRequest request, NtStatus status)
    {
        string text = $"{station.DriverName} completed {request} and returned {status} for it as well; after a completion the handler returns Pending";
        runtime.Ownership?.Violation(NdisVerifierRules.DoubleComplete, station.DriverName, text);
        NdisBugCheck.Raise(runtime.Kernel, NdisBugCheckCode.OidNotPending, station.DriverName, text);
    }

    /// <summary>A request that frees something must not fail: what it was to free would never be freed (0x7C/0x1C). That there is no such thing is no failure.</summary>
    public static void CheckMustSucceed(SimKernel kernel, string driver, OidRequest request, NtStatus status)
    {
        if (!status.IsSuccess && status != NdisStatus.FileNotFound && request.Type != OidRequestType.QueryInformation && request.Oid
            is Oid.ReceiveFilterFreeQueue or Oid.ReceiveFilterClearFilter or Oid.NicSwitchDeleteSwitch or Oid.NicSwitchDeleteVport or Oid.NicSwitchFreeVf
            or Oid.PmRemoveWolPattern or Oid.PmRemoveProtocolOffload)
        {
            NdisBugCheck.Raise(
                kernel, NdisBugCheckCode.FailedMandatoryOid, driver, $"{driver} failed {request} with {status}: what it frees would be lost", 0, (ulong)request.Oid, status.Value);
        }
    }

    private static (VerifierRule Rule, string Why) Find(OwnershipVerifier verifier, OidStation station, OidRequest request)
    {
        if (!ReferenceEquals(request.EndedAt, station))
        {
            return (NdisVerifierRules.OidComplete, "it never was");
        }

        if (!request.WasCompletedByCall)
        {
            return (NdisVerifierRules.DoubleComplete, "the handler had answered it by returning a status");
        }

        return verifier.WorkItemDepth > 0
            ? (NdisVerifierRules.DoubleCompleteWorkItem, "a work item completed it again")
            : (NdisVerifierRules.OidDoubleComplete, "it was completed before");
    }
}
