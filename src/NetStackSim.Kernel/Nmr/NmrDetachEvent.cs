namespace NetStackSim.Kernel;

/// <summary>What happens in the detach of one side of a binding.</summary>
public enum NmrDetachEvent : byte
{
    /// <summary>The registrar calls the detach callback.</summary>
    Call,

    /// <summary>The callback returned SUCCESS.</summary>
    ReturnedSuccess,

    /// <summary>The callback returned PENDING.</summary>
    ReturnedPending,

    /// <summary>The side reports that it is done.</summary>
    Complete,
}
