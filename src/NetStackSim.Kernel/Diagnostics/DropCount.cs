namespace NetStackSim.Kernel;

/// <summary>One counter of <see cref="DropCounters"/>.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How often.</param>
/// <param name="Bytes">How many bytes, as far as they were told.</param>
public readonly record struct DropCount(DropReason Reason, long Count, long Bytes);
