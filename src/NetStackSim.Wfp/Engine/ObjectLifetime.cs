namespace NetStackSim.Wfp;

/// <summary>How long an object of the engine lives; a later value dies earlier.</summary>
public enum ObjectLifetime : byte
{
    /// <summary>For ever; cannot be deleted.</summary>
    BuiltIn,

    /// <summary>Until it is deleted; survives a reboot.</summary>
    Persistent,

    /// <summary>From the start of the stack until the engine's service runs; filters only.</summary>
    BootTime,

    /// <summary>Until it is deleted or the engine's service stops.</summary>
    Static,

    /// <summary>Until it is deleted or its session ends.</summary>
    Dynamic,
}
