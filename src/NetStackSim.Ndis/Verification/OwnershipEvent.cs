namespace NetStackSim.Ndis;

/// <summary>What happened to a list (the events of the ownership log, cf. <c>!ndiskd.nbllog</c>).</summary>
public enum OwnershipEvent : byte
{
    /// <summary>Rented from its pool.</summary>
    Allocated,

    /// <summary>Handed down on the send path.</summary>
    Sent,

    /// <summary>Handed up as a completed send.</summary>
    Completed,

    /// <summary>Handed up on the receive path.</summary>
    Indicated,

    /// <summary>Handed down as a returned receive.</summary>
    Returned,

    /// <summary>Shown on loan: ownership did not move.</summary>
    Loaned,

    /// <summary>Returned to its pool.</summary>
    Freed,
}
