namespace NetStackSim.Nic;

/// <summary>What the coalescers of all queues of a card have done (OID_TCP_RSC_STATISTICS).</summary>
internal sealed class CoalescingCounters
{
    /// <summary>Segments that became part of a unit of at least two.</summary>
    internal long Packets;

    /// <summary>Their payload bytes.</summary>
    internal long Octets;

    /// <summary>Units of at least two segments.</summary>
    internal long Events;

    /// <summary>Units that an exception ended.</summary>
    internal long Aborts;

    /// <summary>A unit of at least two segments is done.</summary>
    internal void Count(int segments, int octets)
    {
        Packets += segments;
        Octets += octets;
        Events++;
    }
}
