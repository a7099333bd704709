namespace NetStackSim.TcpIp;

/// <summary>An entry that waits in a queue of entries with the same waiting time.</summary>
internal abstract class TcpTimedEntry : TcpTableEntry
{
    /// <summary>The next entry to expire.</summary>
    internal TcpTimedEntry? NextDue;

    /// <summary>The entry that expires before this one.</summary>
    internal TcpTimedEntry? PreviousDue;

    /// <summary>When it expires.</summary>
    internal long DueNs;

    /// <summary>The queue that it waits in; null while it waits for nothing.</summary>
    internal DeadlineQueue? Queue;
}
