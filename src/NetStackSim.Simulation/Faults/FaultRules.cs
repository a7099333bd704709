using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>Ready-made fault rules.</summary>
public static class FaultRules
{
    /// <summary>Drops everything: a cut cable that nobody notices.</summary>
    public static FaultRule DropAll() => new DelegateFaultRule(static _ => FaultVerdict.Drop);

    /// <summary>Drops the frames that a function picks.</summary>
    /// <param name="predicate">Gets each frame; true drops it.</param>
    public static FaultRule DropWhen(Func<Frame, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new DelegateFaultRule(frame => predicate(frame) ? FaultVerdict.Drop : FaultVerdict.Pass);
    }

    /// <summary>Drops frames by their number.</summary>
    /// <param name="ordinals">1 for the first frame after installation, 2 for the second, and so on.</param>
    public static FaultRule DropNth(params long[] ordinals) => new OrdinalFaultRule(FaultVerdict.Drop, ordinals);

    /// <summary>Applies a verdict to frames by their number.</summary>
    /// <param name="verdict">What happens to them.</param>
    /// <param name="ordinals">1 for the first frame after installation, 2 for the second, and so on.</param>
    public static FaultRule Nth(FaultVerdict verdict, params long[] ordinals) => new OrdinalFaultRule(verdict, ordinals);
}
