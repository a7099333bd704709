namespace NetStackSim.Kernel;

/// <summary>Outcome of an access check.</summary>
/// <param name="IsGranted">True if all rights asked for were granted.</param>
/// <param name="GrantedAccess">The granted rights; zero on failure.</param>
/// <param name="DecidingEntry">The entry that denied, or the last one that granted something; null if none did.</param>
public readonly record struct AccessCheckResult(bool IsGranted, uint GrantedAccess, AccessControlEntry? DecidingEntry)
{
    /// <summary>SUCCESS or ACCESS_DENIED.</summary>
    public NtStatus Status => IsGranted ? NtStatus.Success : NtStatus.AccessDenied;
}
