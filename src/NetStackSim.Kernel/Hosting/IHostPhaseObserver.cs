namespace NetStackSim.Kernel;

/// <summary>Told when a host goes to another phase.</summary>
public interface IHostPhaseObserver
{
    /// <summary>The host has entered a phase. Runs at <see cref="Irql.Passive"/>.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="before">The phase before.</param>
    void OnPhaseChanged(SimKernel kernel, HostPhase before);
}
