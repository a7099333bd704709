namespace NetStackSim.Transport;

/// <summary>What an inspection decided.</summary>
public enum InspectionAction : byte
{
    /// <summary>Go on.</summary>
    Permit,

    /// <summary>Drop or refuse, for the reason given.</summary>
    Block,

    /// <summary>The inspector took the data over; the stack forgets it without counting a drop.</summary>
    Absorb,

    /// <summary>The request waits until <see cref="IPendedOperation.Complete"/>.</summary>
    Pend,
}
