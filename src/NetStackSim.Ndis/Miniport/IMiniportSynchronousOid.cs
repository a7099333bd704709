using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A miniport that takes synchronous requests (NDIS 6.80): moves of RSS indirection table entries, for example.</summary>
public interface IMiniportSynchronousOid
{
    /// <summary>
    /// Answers a synchronous request at once; Pending is illegal. An OID that is not meant for this path is NotSupported. Not serialised with anything.
    /// IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("MiniportSynchronousOidRequest")]
    NtStatus SynchronousOidRequest(OidRequest request);
}
