namespace NetStackSim.Ndis;

/// <summary>One entry of the error log.</summary>
/// <param name="TimeNs">Virtual time in nanoseconds.</param>
/// <param name="Source">Adapter or filter module.</param>
/// <param name="Code">What happened.</param>
/// <param name="Values">Further numbers.</param>
public sealed record ErrorLogEntry(long TimeNs, string Source, NdisErrorCode Code, IReadOnlyList<uint> Values);
