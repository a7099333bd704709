namespace NetStackSim.Ndis;

/// <summary>Whether a direction of a port is under access control (NDIS_PORT_CONTROL_STATE).</summary>
public enum PortControlState
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Data needs an authorisation.</summary>
    Controlled = 1,

    /// <summary>Data passes.</summary>
    Uncontrolled = 2,
}
