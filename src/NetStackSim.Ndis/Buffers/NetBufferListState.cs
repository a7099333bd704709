namespace NetStackSim.Ndis;

/// <summary>Where a list stands between its pool, its originator and everybody else. Always kept, with or without the verifier.</summary>
public enum NetBufferListState : byte
{
    /// <summary>In its pool. Any use is a use after free.</summary>
    Free,

    /// <summary>Rented; with the one who rented it (or who got it back).</summary>
    Owned,

    /// <summary>Sent or indicated; must come back to its originator exactly once.</summary>
    InTransit,

    /// <summary>Indicated with <see cref="ReceiveFlags.Resources"/>: the receivers read it, the originator still owns it; must not be returned.</summary>
    Loaned,
}
