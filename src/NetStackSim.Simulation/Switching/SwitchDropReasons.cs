using NetStackSim.Kernel;

namespace NetStackSim.Simulation;

/// <summary>Why a switch did not forward a frame.</summary>
public static class SwitchDropReasons
{
    /// <summary>The destination is where the frame came from.</summary>
    public static DropReason SamePort { get; } = new(DropModule.Simulation, 1, "SwitchSamePort");

    /// <summary>Addressed to 01-80-C2-00-00-0x, which bridges keep on one segment.</summary>
    public static DropReason LinkLocalGroup { get; } = new(DropModule.Simulation, 2, "SwitchLinkLocalGroup");

    /// <summary>The source address is a group address or zero.</summary>
    public static DropReason InvalidSource { get; } = new(DropModule.Simulation, 3, "SwitchInvalidSource");

    /// <summary>No other port has a cable.</summary>
    public static DropReason NoPort { get; } = new(DropModule.Simulation, 4, "SwitchNoPort");
}
