namespace NetStackSim.Kernel;

/// <summary>Who holds an IRP at the moment. Kept with and without the verifier: it is what makes a double completion a bug check instead of a riddle.</summary>
public enum IrpState : byte
{
    /// <summary>In the pool; nobody may touch it.</summary>
    Free = 0,

    /// <summary>With the one who allocated it: before the first call, or after the completion routine kept it.</summary>
    Owned,

    /// <summary>With a driver.</summary>
    InFlight,

    /// <summary>A driver has completed it, and the walk up is queued (<see cref="IrpCompletionMode.Posted"/>).</summary>
    CompletionQueued,
}
