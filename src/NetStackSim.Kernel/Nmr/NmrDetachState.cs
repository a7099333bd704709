namespace NetStackSim.Kernel;

/// <summary>How far one side of a binding is with its detach.</summary>
public enum NmrDetachState : byte
{
    /// <summary>Not asked yet.</summary>
    NotAsked,

    /// <summary>Its detach callback runs.</summary>
    Asked,

    /// <summary>It returned PENDING.</summary>
    Pending,

    /// <summary>It has finished.</summary>
    Done,
}
