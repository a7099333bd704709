using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>A fault rule made of a function.</summary>
internal sealed class DelegateFaultRule : FaultRule
{
    private readonly Func<Frame, FaultVerdict> _judge;

    internal DelegateFaultRule(Func<Frame, FaultVerdict> judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        _judge = judge;
    }

    protected override FaultVerdict Judge(Frame frame, long nowNs) => _judge(frame);
}
