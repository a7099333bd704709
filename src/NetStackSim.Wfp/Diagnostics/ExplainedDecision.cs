namespace NetStackSim.Wfp;

/// <summary>The decision of a layer while its sublayers are gone through: arbitration as the specification says it.</summary>
internal sealed class ExplainedDecision(bool isStream)
{
    internal FilterActionType Action { get; private set; } = FilterActionType.None;

    internal RuntimeFilter? Filter { get; private set; }

    /// <summary>True while lighter sublayers may override.</summary>
    internal bool CanWrite { get; private set; } = true;

    internal bool IsVeto { get; private set; }

    /// <summary>True when lighter sublayers are not asked: blocked bytes have left the stream.</summary>
    internal bool IsOver => isStream && Action == FilterActionType.Block;

    /// <summary>A sublayer has an opinion.</summary>
    /// <returns>What becomes of it.</returns>
    internal TerminatingEffect Take(in SubLayerDecision opinion)
    {
        TerminatingEffect effect = EffectOf(opinion);
        if (effect == TerminatingEffect.Ignored)
        {
            return effect;
        }

        IsVeto = effect == TerminatingEffect.Vetoed;
        CanWrite = isStream ? opinion.Action != FilterActionType.Block : !IsVeto && !opinion.IsHard;
        Action = opinion.Action;
        Filter = opinion.Filter;
        return effect;
    }

    private TerminatingEffect EffectOf(in SubLayerDecision opinion)
    {
        if (CanWrite)
        {
            return Action == FilterActionType.None ? TerminatingEffect.Decided : TerminatingEffect.Overrode;
        }

        return Action == FilterActionType.Permit && opinion.Action == FilterActionType.Block && opinion.FromCallout
            ? TerminatingEffect.Vetoed
            : TerminatingEffect.Ignored;
    }
}
