using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The clocks over a regular request that a driver left pending: rule NdisTimedOidComplete while the verifier is on, then the watchdog (0x7C/0x25).</summary>
internal sealed class OidWatch(NdisRuntime runtime, RegularOidStation station) : ITimerTarget
{
    private KernelTimer? _timer;
    private bool _ruleReported;

    /// <summary>The driver left its request pending.</summary>
    public void Start()
    {
        _timer ??= new KernelTimer(runtime.Kernel.BootProcessor, this);
        _ruleReported = false;
        _timer.SetAfter(runtime.Ownership is null ? runtime.Timeouts.WatchdogNs : runtime.Timeouts.OidNs);
    }

    /// <summary>The request is complete.</summary>
    public void Stop() => _timer?.Cancel();

    void ITimerTarget.OnTimer(int id)
    {
        if (station.Active is not { } request)
        {
            return;
        }

        NdisTimeouts timeouts = runtime.Timeouts;
        if (runtime.Ownership is { } verifier && !_ruleReported)
        {
            _ruleReported = true;
            _timer!.SetAfter(Math.Max(0, timeouts.WatchdogNs - timeouts.OidNs));
            verifier.Violation(NdisVerifierRules.TimedOidComplete, station.DriverName, $"{request} is not complete after {timeouts.OidNs / 1_000_000_000} s");
            return;
        }

        NdisBugCheck.Raise(
            runtime.Kernel, NdisBugCheckCode.Watchdog, station.DriverName, $"{request} is not complete after {timeouts.WatchdogNs / 1_000_000_000} s",
            (ulong)station.Watchdog, 0, (ulong)request.Oid);
    }
}
