namespace NetStackSim.Ndis;

/// <summary>How long drivers may take, in nanoseconds of virtual time. What Windows does not publish has a guess that can be changed here.</summary>
public sealed class NdisTimeouts
{
    /// <summary>A filter's pause (rule NdisFilterTimedPauseComplete, verifier on).</summary>
    public long FilterPauseNs { get; set; } = 10_000_000_000;

    /// <summary>An OID request (rule NdisTimedOidComplete, verifier on).</summary>
    public long OidNs { get; set; } = 12_000_000_000;

    /// <summary>Every other step of a stack operation, and a filter's pause without verifier (bug check 0x7C/0x25; not published by Windows).</summary>
    public long WatchdogNs { get; set; } = 60_000_000_000;
}
