namespace NetStackSim.Kernel;

/// <summary>The life of a module's registration.</summary>
public enum NmrRegistrationState : byte
{
    /// <summary>Offered to every matching counterpart.</summary>
    Registered,

    /// <summary>Deregistered; bindings still detach.</summary>
    Deregistering,

    /// <summary>No binding is left: the module may be unloaded.</summary>
    Deregistered,
}
