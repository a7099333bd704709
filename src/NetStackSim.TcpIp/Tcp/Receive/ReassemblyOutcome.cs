namespace NetStackSim.TcpIp;

/// <summary>What became of a segment that arrived out of order.</summary>
internal enum ReassemblyOutcome : byte
{
    /// <summary>Kept until the gap before it is filled.</summary>
    Kept,

    /// <summary>Every byte was there already.</summary>
    Duplicate,

    /// <summary>The limits do not allow another; the peer sends it again.</summary>
    Full,
}
