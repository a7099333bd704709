namespace NetStackSim.Wfp.Shims;

/// <summary>Where an absorbed frame goes when nothing hangs on it any more; stands in the list while the module has it.</summary>
/// <param name="Filter">The module.</param>
/// <param name="HeaderSize">How far the data start is behind the MAC header.</param>
internal sealed record FrameHome(FrameFilter Filter, int HeaderSize);
