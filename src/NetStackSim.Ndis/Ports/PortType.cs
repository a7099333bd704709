namespace NetStackSim.Ndis;

/// <summary>What a port is for (NDIS_PORT_TYPE).</summary>
public enum PortType
{
    /// <summary>Nothing in particular.</summary>
    Undefined = 0,

    /// <summary>Bridging.</summary>
    Bridge = 1,

    /// <summary>A remote access connection.</summary>
    RasConnection = 2,

    /// <summary>An 802.1X supplicant.</summary>
    Supplicant8021x = 3,

    /// <summary>Reserved for an intermediate driver of the system.</summary>
    ImPlatform = 4,
}
