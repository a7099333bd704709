namespace NetStackSim.Kernel;

/// <summary>Interrupt request level of a simulated processor.</summary>
public enum Irql : byte
{
    /// <summary>PASSIVE_LEVEL: threads and work items; the only level at which code may wait.</summary>
    Passive = 0,

    /// <summary>APC_LEVEL: kernel APCs.</summary>
    Apc = 1,

    /// <summary>DISPATCH_LEVEL: DPCs, timers, code that holds a spin lock.</summary>
    Dispatch = 2,

    /// <summary>The lowest device level (DIRQL): interrupt service routines.</summary>
    Device = 3,

    /// <summary>HIGH_LEVEL: bug checks.</summary>
    High = 15,
}
