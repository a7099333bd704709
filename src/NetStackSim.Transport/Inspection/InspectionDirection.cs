namespace NetStackSim.Transport;

/// <summary>Direction of traffic as the host sees it (<c>FWP_DIRECTION</c>).</summary>
public enum InspectionDirection : byte
{
    /// <summary>Leaving the host.</summary>
    Outbound = 0,

    /// <summary>Arriving at the host.</summary>
    Inbound = 1,
}
