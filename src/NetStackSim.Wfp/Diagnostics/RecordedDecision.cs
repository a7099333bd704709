using System.Globalization;

namespace NetStackSim.Wfp;

/// <summary>One classification of live traffic, explained.</summary>
/// <param name="TimeNs">Virtual time.</param>
/// <param name="CorrelationId">The packet; 0 for none.</param>
/// <param name="Explanation">Every sublayer and filter, with what the callouts really did.</param>
/// <param name="Calls">The calls of callouts, in order.</param>
/// <param name="IsAbsorbed">True when a callout took the data over.</param>
public sealed record RecordedDecision(
    long TimeNs, ulong CorrelationId, Explanation Explanation, IReadOnlyList<RecordedCall> Calls, bool IsAbsorbed)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeNs} ns, packet {CorrelationId}{(IsAbsorbed ? ", absorbed" : string.Empty)}: {Explanation}");
}
