using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Tuning of flows by callouts at the two layers that authorise them.</summary>
public sealed class ClassifyOptions
{
    private const long SecondNs = 1_000_000_000;

    private readonly FilterEngine _engine;

    internal ClassifyOptions(FilterEngine engine) => _engine = engine;

    /// <summary>Asks for an option, inside classifyFn. The heaviest callout that asks for an option gets it. IRQL at most Dispatch.</summary>
    /// <param name="metadata">The metadata of the call.</param>
    /// <param name="option">The option.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Success, also when a heavier callout had asked before; invalid parameter for a value out of range, or outside of an authorisation.</returns>
    [WindowsDdi("FwpsClassifyOptionSet0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus Set(in ClassifyMetadata metadata, ClassifyOption option, uint value)
    {
        if (_engine.Refuses("FwpsClassifyOptionSet0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (metadata.Flow is not { } flow || !IsValid(option, value))
        {
            return NtStatus.InvalidParameter;
        }

        uint bit = 1u << (int)option;
        if ((flow.OptionsSet & bit) != 0)
        {
            return NtStatus.Success;
        }

        flow.OptionsSet |= bit;
        Apply(flow, option, value);
        return NtStatus.Success;
    }

    private static bool IsValid(ClassifyOption option, uint value) => option switch
    {
        ClassifyOption.MulticastState => value <= 2,
        ClassifyOption.LooseSourceMapping or ClassifyOption.LocalOnlyMapping => value <= 1,
        ClassifyOption.UnicastLifetime or ClassifyOption.MulticastBroadcastLifetime => value > 0,
        _ => option is >= ClassifyOption.SecureSocketSecurityFlags and <= ClassifyOption.SecureSocketQuickModePolicy,
    };

    private static void Apply(FlowRecord flow, ClassifyOption option, uint value)
    {
        flow.Tuning ??= new Transport.FlowTuning();
        switch (option)
        {
            case ClassifyOption.MulticastState:
                flow.Tuning.AdmitsGroupReplies = value != 1;
                break;
            case ClassifyOption.LooseSourceMapping:
                flow.Tuning.LooseSource = value == 1;
                break;
            case ClassifyOption.LocalOnlyMapping:
                flow.Tuning.LocalOnly = value == 1;
                break;
            case ClassifyOption.UnicastLifetime:
                flow.Tuning.UnicastLifetimeNs = value * SecondNs;
                break;
            case ClassifyOption.MulticastBroadcastLifetime:
                flow.Tuning.MulticastLifetimeNs = value * SecondNs;
                break;
        }
    }
}
