namespace NetStackSim.Nic;

/// <summary>What a segment means for the unit of its flow.</summary>
internal enum CoalescingVerdict : byte
{
    /// <summary>It continues the unit.</summary>
    Append,

    /// <summary>The unit ends, and this segment begins the next (length or service changed).</summary>
    StartAnew,

    /// <summary>The unit ends, and this segment is indicated alone.</summary>
    Exception,
}
