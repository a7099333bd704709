namespace NetStackSim.Kernel;

/// <summary>A report that does not stop the system: something went wrong and was survived (a live kernel dump).</summary>
/// <param name="TimeNs">Virtual time in nanoseconds.</param>
/// <param name="Code">The code under which Windows files it.</param>
/// <param name="Parameter1">First parameter: the kind.</param>
/// <param name="Parameter2">Second parameter.</param>
/// <param name="Parameter3">Third parameter.</param>
/// <param name="Parameter4">Fourth parameter.</param>
/// <param name="Culprit">Driver or component that it is about.</param>
/// <param name="Text">What happened, in words.</param>
public sealed record LiveDump(
    long TimeNs, BugCheckCode Code, ulong Parameter1, ulong Parameter2, ulong Parameter3, ulong Parameter4, string Culprit, string Text);
