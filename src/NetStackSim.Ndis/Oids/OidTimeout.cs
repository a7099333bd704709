using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Cancels a request that is pending for longer than its submitter allows.</summary>
internal sealed class OidTimeout(OidRequest request) : ITimerTarget
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public static KernelTimer Start(SimKernel kernel, OidRequest request)
    {
        KernelTimer timer = new(kernel.BootProcessor, new OidTimeout(request));
        timer.SetAfter(request.Timeout * NanosecondsPerSecond);
        return timer;
    }

    void ITimerTarget.OnTimer(int id) => request.Station?.Cancel(request);
}
