namespace NetStackSim.Kernel;

/// <summary>The event that a loop would run next.</summary>
/// <param name="DueNs">When it is due.</param>
/// <param name="Class">Its class.</param>
/// <param name="Source">Name of the source that holds it.</param>
public readonly record struct PendingEvent(long DueNs, EventClass Class, string Source);
