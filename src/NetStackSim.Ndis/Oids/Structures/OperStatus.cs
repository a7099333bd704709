namespace NetStackSim.Ndis;

/// <summary>The operational status of an interface (NET_IF_OPER_STATUS).</summary>
public enum OperStatus
{
    /// <summary>Ready to pass packets.</summary>
    Up = 1,

    /// <summary>Cannot pass packets.</summary>
    Down = 2,

    /// <summary>In a test mode.</summary>
    Testing = 3,

    /// <summary>Not known.</summary>
    Unknown = 4,

    /// <summary>Waits for something: a restart, power.</summary>
    Dormant = 5,

    /// <summary>A component is missing.</summary>
    NotPresent = 6,

    /// <summary>Something below is down.</summary>
    LowerLayerDown = 7,
}
