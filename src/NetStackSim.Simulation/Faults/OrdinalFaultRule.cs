using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>Applies one verdict to the frames with given numbers.</summary>
internal sealed class OrdinalFaultRule : FaultRule
{
    private readonly FaultVerdict _verdict;
    private readonly long[] _ordinals;

    internal OrdinalFaultRule(FaultVerdict verdict, long[] ordinals)
    {
        ArgumentNullException.ThrowIfNull(ordinals);
        _verdict = verdict;
        _ordinals = [.. ordinals];
        Array.Sort(_ordinals);
    }

    protected override FaultVerdict Judge(Frame frame, long nowNs) =>
        Array.BinarySearch(_ordinals, Judged) >= 0 ? _verdict : FaultVerdict.Pass;
}
