namespace NetStackSim.Wfp;

/// <summary>What becomes of traffic that is explained.</summary>
public enum PacketFate
{
    /// <summary>It reaches an endpoint of the host, or the part of the stack that it is for.</summary>
    Delivered,

    /// <summary>It leaves the host.</summary>
    Sent,

    /// <summary>It is routed through.</summary>
    Forwarded,

    /// <summary>A filter stops it.</summary>
    Blocked,

    /// <summary>The stack drops it, filters or not.</summary>
    Dropped,

    /// <summary>It is a fragment and waits for the others: upper layers see the datagram when it is whole.</summary>
    Held,

    /// <summary>It cannot be read as far as its way could be told.</summary>
    Unreadable,
}
