namespace NetStackSim.Wfp;

/// <summary>When a call began.</summary>
/// <param name="VirtualNs">Busy time of the processor, in nanoseconds of virtual time.</param>
/// <param name="Ticks">Time stamp of the meter's clock; 0 without one.</param>
internal readonly record struct CalloutTimes(long VirtualNs, long Ticks);
