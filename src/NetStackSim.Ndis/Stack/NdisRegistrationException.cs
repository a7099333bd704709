using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>NDIS refused to register a driver. The forms of registration that begin with Try return the status instead.</summary>
public sealed class NdisRegistrationException : InvalidOperationException
{
    internal NdisRegistrationException(string driver, NtStatus status)
        : base($"NDIS does not register '{driver}': {status}.")
    {
        Status = status;
    }

    /// <summary>Why: BadVersion, BadCharacteristics, UnsupportedRevision, or what the driver's SetOptions returned.</summary>
    public NtStatus Status { get; }
}
