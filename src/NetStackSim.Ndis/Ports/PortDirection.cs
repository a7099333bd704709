namespace NetStackSim.Ndis;

/// <summary>Which way data can go (NET_IF_DIRECTION_TYPE).</summary>
public enum PortDirection
{
    /// <summary>Both ways.</summary>
    SendReceive = 0,

    /// <summary>Out only.</summary>
    SendOnly = 1,

    /// <summary>In only.</summary>
    ReceiveOnly = 2,
}
