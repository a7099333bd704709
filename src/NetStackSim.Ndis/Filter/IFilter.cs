using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One filter module as its driver sees it. Data, request and status handlers are roles of their own that the object may implement too.</summary>
public interface IFilter
{
    /// <summary>Releases everything. Cannot fail. IRQL: Passive.</summary>
    [WindowsDdi("FilterDetach")]
    void Detach();

    /// <summary>
    /// Stops: waits for its own sends and receives to come back, gives foreign lists back at once. Success, or Pending and later
    /// <see cref="FilterModule.PauseComplete"/> exactly once; must not fail. IRQL: Passive.
    /// </summary>
    [WindowsDdi("FilterPause")]
    NtStatus Pause(PauseReason reason);

    /// <summary>
    /// Starts: Success, an error (the module is detached then), or Pending and later <see cref="FilterModule.RestartComplete"/>. IRQL: Passive.
    /// </summary>
    /// <param name="attributes">What upper drivers will be told; the filter may edit it.</param>
    [WindowsDdi("FilterRestart")]
    NtStatus Restart(RestartAttributes attributes);

    /// <summary>
    /// Called at the start of every restart, before any driver of the stack restarts: the module may leave the path of handlers it does not need now
    /// (<see cref="FilterModule.SetOptionalHandlers"/>). IRQL: Passive.
    /// </summary>
    [WindowsDdi("FilterSetModuleOptions")]
    NtStatus SetModuleOptions(FilterModule module) => NtStatus.Success;
}
