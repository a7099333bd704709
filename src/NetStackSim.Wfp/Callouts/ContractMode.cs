namespace NetStackSim.Wfp;

/// <summary>What happens when a callout breaks a rule.</summary>
public enum ContractMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>The violation is recorded.</summary>
    Record,

    /// <summary>The violation is recorded and the run stops with an exception.</summary>
    Throw,
}
