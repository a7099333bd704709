using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What the system runs on.</summary>
[WindowsDdi("NDIS_POWER_PROFILE")]
public enum PowerProfile
{
    /// <summary>The battery.</summary>
    Battery = 0,

    /// <summary>The mains.</summary>
    AcOnLine = 1,
}
