namespace NetStackSim.Kernel;

/// <summary>The processor mode a request came from (KPROCESSOR_MODE): access checks are made for user mode only.</summary>
public enum RequestorMode : byte
{
    /// <summary>A driver asked.</summary>
    Kernel = 0,

    /// <summary>A process asked.</summary>
    User = 1,
}
