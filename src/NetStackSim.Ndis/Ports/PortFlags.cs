namespace NetStackSim.Ndis;

/// <summary>Flags of a port (NDIS_PORT_CHAR_*).</summary>
[Flags]
public enum PortFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The authentication settings are those of the default port.</summary>
    UseDefaultAuthenticationSettings = 0x1,
}
