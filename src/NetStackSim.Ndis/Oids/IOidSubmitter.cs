using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Gets the completion of a request that pended: a binding, a filter module, NDIS itself.</summary>
internal interface IOidSubmitter
{
    /// <summary>The request is complete and the submitter's again. Its path tells whether it was a regular or a direct one.</summary>
    void OidRequestComplete(OidRequest request, NtStatus status);
}
