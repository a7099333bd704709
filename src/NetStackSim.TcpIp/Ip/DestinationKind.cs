namespace NetStackSim.TcpIp;

/// <summary>What the destination of a received packet is to us.</summary>
internal enum DestinationKind : byte
{
    /// <summary>One of our unicast addresses, acceptable on the interface.</summary>
    Local,

    /// <summary>A broadcast address of the interface or a group that it has joined.</summary>
    Group,

    /// <summary>An address of ours that is still being checked, or was found to be a duplicate.</summary>
    Tentative,

    /// <summary>A group that nobody here has joined.</summary>
    ForeignGroup,

    /// <summary>Somebody else's.</summary>
    Foreign,
}
