namespace NetStackSim.Wfp;

/// <summary>Says for an explanation what a callout decides.</summary>
internal abstract class CalloutOracle
{
    /// <summary>The callout of a matching filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="current">The decision so far.</param>
    /// <param name="canWrite">True while the decision may be overridden.</param>
    /// <param name="words">What is to be said about it.</param>
    /// <returns>The decision; null when the sublayer goes on with its next filter.</returns>
    internal abstract SubLayerDecision? Ask(RuntimeFilter filter, FilterActionType current, bool canWrite, out string words);
}
