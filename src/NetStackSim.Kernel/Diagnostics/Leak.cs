namespace NetStackSim.Kernel;

/// <summary>One line of a <see cref="LeakReport"/>.</summary>
/// <param name="Kind">What kind of thing: pool, timer, irp, socket.</param>
/// <param name="Name">Which one.</param>
/// <param name="Count">How many are outstanding.</param>
public readonly record struct Leak(string Kind, string Name, long Count);
