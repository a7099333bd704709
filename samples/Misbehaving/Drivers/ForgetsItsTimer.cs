using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace Misbehaving.Drivers;

/// <summary>Sets a periodic timer and is detached without cancelling it: the routine would run in a driver that is not there.</summary>
internal sealed class ForgetsItsTimer(FilterModule module) : PassThrough(module)
{
    private TimerObject? _timer;

    public override NtStatus Restart(RestartAttributes attributes)
    {
        _timer ??= Module.Resources.AllocateTimer(static () => { });
        _timer?.Set(dueNs: 1_000_000_000, periodMilliseconds: 1000);
        return base.Restart(attributes);
    }
}
