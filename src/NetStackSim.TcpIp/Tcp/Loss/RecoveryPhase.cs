namespace NetStackSim.TcpIp;

/// <summary>Where a sender stands in its reaction to loss.</summary>
internal enum RecoveryPhase : byte
{
    /// <summary>No loss is being repaired.</summary>
    Open,

    /// <summary>Fast recovery (RFC 6675 with SACK, RFC 6582 without).</summary>
    Recovery,

    /// <summary>Slow start after a timeout, until everything that was outstanding then is acknowledged.</summary>
    Timeout,
}
