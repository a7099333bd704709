using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Code that must not run together with the service routine. IRQL: DIRQL.</summary>
/// <param name="context">From <see cref="InterruptRegistration.Synchronize"/>.</param>
/// <returns>Handed back to the caller.</returns>
[WindowsDdi("MiniportSynchronizeInterrupt")]
public delegate bool SynchronizeInterruptRoutine(object? context);
