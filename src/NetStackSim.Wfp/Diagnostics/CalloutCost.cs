namespace NetStackSim.Wfp;

/// <summary>What a callout cost while a meter ran.</summary>
/// <param name="Key">The callout.</param>
/// <param name="Name">Its name; its key when it was not added.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="VirtualNs">Processor time that it charged, in nanoseconds of virtual time, with what it called.</param>
/// <param name="RealNs">Time that it took, in nanoseconds of the meter's clock, with what it called; 0 without a clock.</param>
public sealed record CalloutCost(Guid Key, string Name, long Calls, long VirtualNs, long RealNs);
