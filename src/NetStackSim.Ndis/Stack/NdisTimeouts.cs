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

    /// <summary>A send in the miniport (rule NdisTimedDataSend, verifier on).</summary>
    public long DataSendNs { get; set; } = 30_000_000_000;

    /// <summary>Time without any completed send while sends are pending in the miniport (rule NdisTimedDataHang, verifier on).</summary>
    public long DataHangNs { get; set; } = 22_000_000_000;

    /// <summary>A send of others in a filter module (rule NdisFilterTimedDataSend, verifier on; not published by Windows).</summary>
    public long FilterDataSendNs { get; set; } = 30_000_000_000;

    /// <summary>A receive of others in a filter module (rule NdisFilterTimedDataReceive, verifier on; not published by Windows).</summary>
    public long FilterDataReceiveNs { get; set; } = 30_000_000_000;

    /// <summary>A pause that waits for lists: after this long a live dump (0x15E/0x30, stuck lists) says who has them (not published by Windows).</summary>
    public long StuckListNs { get; set; } = 30_000_000_000;

    /// <summary>Hand-overs that may be nested in one another (rule Reentrance, verifier on): a kernel stack of 24 KiB bears about this many.</summary>
    public int MaxReentrance { get; set; } = 256;

    /// <summary>A power operation, all its steps (bug check 0x9F; the ten minutes of the power manager's watchdog).</summary>
    public long PowerNs { get; set; } = 600_000_000_000;

    /// <summary>Successive checks for a hung device over which a request may stay pending at the miniport before NDIS resets it.</summary>
    public int HangChecksForOid { get; set; } = 2;

    /// <summary>The same for requests that may take longer: power.</summary>
    public int HangChecksForSlowOid { get; set; } = 4;

    /// <summary>Successive checks without one completed send, while some are out, before NDIS resets the miniport (not published by Windows).</summary>
    public int HangChecksForSend { get; set; } = 2;
}
