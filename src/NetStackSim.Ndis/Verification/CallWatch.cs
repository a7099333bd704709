using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Bug check 0x7C/0x25 for handlers that cannot pend: one that stays inside for too long (of charged virtual time) is reported when it comes back.</summary>
internal readonly ref struct CallWatch
{
    private readonly Processor _processor;
    private readonly long _begin;

    private CallWatch(Processor processor)
    {
        _processor = processor;
        _begin = processor.BusyNs;
    }

    /// <summary>The handler is about to be called.</summary>
    public static CallWatch Begin(SimKernel kernel) => new(kernel.CurrentProcessor);

    /// <summary>The handler has come back.</summary>
    /// <param name="runtime">Whose limit it is.</param>
    /// <param name="watchdog">Which handler it was.</param>
    /// <param name="culprit">Whose handler it was.</param>
    /// <param name="subject">Parameter 4: the status code, for status handlers.</param>
    public void End(NdisRuntime runtime, NdisWatchdog watchdog, string culprit, ulong subject = 0)
    {
        long took = _processor.BusyNs - _begin;
        if (took > runtime.Timeouts.WatchdogNs)
        {
            NdisBugCheck.Raise(
                runtime.Kernel, NdisBugCheckCode.Watchdog, culprit, $"{watchdog}: the handler of '{culprit}' came back after {took / 1_000_000_000} s", (ulong)watchdog, 0, subject);
        }
    }
}
