namespace NetStackSim.Nic;

/// <summary>The way a frame goes, seen from a device.</summary>
public enum WireDirection : byte
{
    /// <summary>Into the device.</summary>
    Inbound,

    /// <summary>Out of the device.</summary>
    Outbound,
}
