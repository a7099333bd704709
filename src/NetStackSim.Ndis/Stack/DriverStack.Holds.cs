using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>A stack whose miniport cannot carry traffic for a while: the virtual miniport of an intermediate driver whose lower edge is paused.</content>
internal sealed partial class DriverStack
{
    private const int StartWork = 2;

    private readonly WorkItem _startWork;
    private bool _isHeldByMiniport;

    /// <summary>Pauses the stack, and keeps it from starting until <see cref="AllowStart"/>.</summary>
    /// <returns>Success, or Pending while a driver has not completed its pause.</returns>
    public NtStatus RequirePause()
    {
        _isHeldByMiniport = true;
        if (Adapter.State is AdapterState.Halted or AdapterState.Initializing)
        {
            return NtStatus.Success;
        }

        return Start("pause for the miniport", _ => RequiredPauseSteps()).IsCompleted ? NtStatus.Success : NtStatus.Pending;
    }

    /// <summary>Lets the stack start: done in a work item, because whoever allows it is in the middle of a restart of the stack below.</summary>
    /// <returns>Success.</returns>
    public NtStatus AllowStart()
    {
        _isHeldByMiniport = false;
        _startWork.Queue();
        return NtStatus.Success;
    }

    private void StartAllowed()
    {
        if (!_isHeldByMiniport && Adapter.State is not (AdapterState.Halted or AdapterState.Shutdown))
        {
            Start("start for the miniport", RestartSteps);
        }
    }

    // When the turn of the operation comes the miniport may have allowed the start again.
    private IEnumerable<PendingStep> RequiredPauseSteps() => _isHeldByMiniport ? PauseSteps(PauseReason.NdisInternal) : [];
}
