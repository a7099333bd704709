using System.Globalization;

namespace NetStackSim.Wfp;

/// <summary>A call of a callout as it happened: what it found and what it left.</summary>
/// <param name="FilterId">The filter that asked it.</param>
/// <param name="CalloutKey">The callout.</param>
/// <param name="ActionBefore">The decision so far; None when there was none.</param>
/// <param name="CouldWrite">True when it had the action right.</param>
/// <param name="ActionAfter">What it returned.</param>
/// <param name="LeftRight">True when it left the action right.</param>
/// <param name="Flags">The flags that it left.</param>
public sealed record RecordedCall(
    ulong FilterId, Guid CalloutKey, FilterActionType ActionBefore, bool CouldWrite, FilterActionType ActionAfter, bool LeftRight, ClassifyOutFlags Flags)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string found = string.Create(CultureInfo.InvariantCulture, $"{ActionBefore} {(CouldWrite ? "with" : "without")} the right");
        string right = CouldWrite && !LeftRight ? " and cleared the right" : string.Empty;
        string flags = Flags == ClassifyOutFlags.None ? string.Empty : $" ({Flags})";
        return $"the callout found {found} and returned {ActionAfter}{right}{flags}";
    }
}
