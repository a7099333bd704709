using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Looks at the calls of callouts for a recorder, a meter, or both.</summary>
internal sealed class CalloutWatch(SimKernel? kernel, DecisionRecorder? recorder, CostMeter? meter)
{
    internal CalloutTimes Now() => new(kernel?.CurrentProcessor.BusyNs ?? 0, meter?.Ticks() ?? 0);

    internal void Called(RuntimeFilter filter, in ClassifyOut before, in ClassifyOut after, in CalloutTimes began)
    {
        CalloutTimes ended = Now();
        recorder?.Called(filter, before, after);
        meter?.Called(filter, ended.VirtualNs - began.VirtualNs, ended.Ticks - began.Ticks);
    }
}
