using System.Text;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The clocks over one step of a stack operation that a driver left pending: the rule about filter pauses, the live dump about stuck lists, the watchdog.</summary>
internal sealed class StepWatch : ITimerTarget
{
    private const int MaxShown = 8;

    // First parameter of bug check 0x9F: a device object blocked a power request for too long.
    private const ulong PowerRequestBlocked = 0x3;

    private readonly NdisRuntime _runtime;
    private readonly KernelTimer _timer;
    private PendingStep? _step;
    private bool _isPower;
    private long _begin;
    private int _stage;

    public StepWatch(NdisRuntime runtime)
    {
        _runtime = runtime;
        _timer = new KernelTimer(runtime.Kernel.BootProcessor, this);
    }

    private NdisTimeouts Timeouts => _runtime.Timeouts;

    /// <summary>A step is pending from now on.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isPower">It belongs to a power operation: every step has a limit, and overdue is bug check 0x9F.</param>
    public void Start(PendingStep step, bool isPower)
    {
        _step = step;
        _isPower = isPower;
        _begin = _runtime.Kernel.Now;
        _stage = 0;
        Arm();
    }

    /// <summary>The step is complete.</summary>
    public void Stop()
    {
        _step = null;
        _timer.Cancel();
    }

    /// <summary>The operation is over.</summary>
    public void Dispose() => _timer.Dispose();

    void ITimerTarget.OnTimer(int id)
    {
        if (_step is not { } step)
        {
            return;
        }

        int stage = _stage++;
        Arm();
        switch (Stage(stage))
        {
            case Clock.PauseRule:
                _runtime.Ownership!.Violation(
                    NdisVerifierRules.FilterTimedPauseComplete, step.Culprit, $"the {step.What} is not complete after {Seconds(Timeouts.FilterPauseNs)} s");
                break;
            case Clock.StuckLists:
                _runtime.Kernel.CaptureLiveDump(
                    BugCheckCode.BugcodeNdisDriverLiveDump, (ulong)NdisLiveDumpCode.StuckNetBufferList, 0, 0, 0, step.Culprit, DescribeStuck(step));
                break;
            case Clock.Power:
                _runtime.Kernel.BugCheck(
                    BugCheckCode.DriverPowerStateFailure, PowerRequestBlocked, 0, 0, 0, step.Culprit, $"the {step.What} is not complete after {Seconds(Timeouts.PowerNs)} s");
                break;
            default:
                NdisBugCheck.Raise(
                    _runtime.Kernel, NdisBugCheckCode.Watchdog, step.Culprit, $"the {step.What} is not complete after {Seconds(Timeouts.WatchdogNs)} s",
                    (ulong)step.Watchdog!, 0, (ulong)((step.Tag as NetPnPEvent)?.Code ?? 0));
                break;
        }
    }

    private static bool IsPause(PendingStep step) => step.Watchdog is NdisWatchdog.FilterPause or NdisWatchdog.MiniportPause or NdisWatchdog.ProtocolPause;

    private static long Seconds(long ns) => ns / 1_000_000_000;

    private void Arm()
    {
        if ((_isPower || _step!.Watchdog is not null) && Stage(_stage) is var clock and not Clock.None)
        {
            long limit = clock switch
            {
                Clock.PauseRule => Timeouts.FilterPauseNs,
                Clock.StuckLists => Timeouts.StuckListNs,
                Clock.Power => Timeouts.PowerNs,
                _ => Timeouts.WatchdogNs,
            };
            _timer.Set(Math.Max(_begin + limit, _runtime.Kernel.Now));
        }
    }

    // The clocks of this step in their order; those that do not apply are left out.
    private Clock Stage(int stage)
    {
        bool hasRule = _step!.Watchdog == NdisWatchdog.FilterPause && _runtime.Ownership is not null;
        bool hasDump = IsPause(_step) && Timeouts.StuckListNs < Timeouts.WatchdogNs;
        if (hasRule && stage-- == 0)
        {
            return Clock.PauseRule;
        }

        if (hasDump && stage-- == 0)
        {
            return Clock.StuckLists;
        }

        return stage != 0 ? Clock.None : _isPower ? Clock.Power : Clock.Watchdog;
    }

    private string DescribeStuck(PendingStep step)
    {
        StringBuilder text = new($"the {step.What} has been waiting for {Seconds(Timeouts.StuckListNs)} s");
        IReadOnlyList<PendingNetBufferList> pending = _runtime.FindPendingLists();
        for (int i = 0; i < Math.Min(pending.Count, MaxShown); i++)
        {
            text.Append('\n').Append(pending[i]);
        }

        return text.ToString();
    }

    private enum Clock
    {
        None,
        PauseRule,
        StuckLists,
        Watchdog,
        Power,
    }
}
