using NetStackSim.Kernel;

namespace NetStackSim.Transport;

/// <summary>The outcome of an inspection.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Reason">Why, for <see cref="InspectionAction.Block"/>.</param>
/// <param name="FilterId">The filter whose action became final; 0 when there was none.</param>
public readonly record struct InspectionVerdict(InspectionAction Action, DropReason Reason = default, ulong FilterId = 0)
{
    /// <summary>Go on; nothing objected.</summary>
    public static InspectionVerdict Permit => default;

    /// <summary>True when the stack goes on as if nobody had looked.</summary>
    public bool IsPermit => Action == InspectionAction.Permit;
}
