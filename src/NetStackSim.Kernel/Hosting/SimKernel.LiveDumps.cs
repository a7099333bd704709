namespace NetStackSim.Kernel;

/// <content>Reports that do not stop the run.</content>
public sealed partial class SimKernel
{
    private const int MaxLiveDumps = 64;

    private readonly List<LiveDump> _liveDumps = [];

    /// <summary>Live dumps of this host, oldest first; the first 64 are kept.</summary>
    public IReadOnlyList<LiveDump> LiveDumps => _liveDumps;

    /// <summary>Live dumps taken, kept or not.</summary>
    public long LiveDumpCount { get; private set; }

    /// <summary>Writes a report and goes on.</summary>
    /// <param name="code">The code under which Windows files it.</param>
    /// <param name="p1">First parameter: the kind.</param>
    /// <param name="p2">Second parameter.</param>
    /// <param name="p3">Third parameter.</param>
    /// <param name="p4">Fourth parameter.</param>
    /// <param name="culprit">Driver or component that it is about.</param>
    /// <param name="text">What happened, in words.</param>
    [WindowsDdi("DbgkWerCaptureLiveKernelDump")]
    public void CaptureLiveDump(BugCheckCode code, ulong p1, ulong p2, ulong p3, ulong p4, string culprit, string text)
    {
        LiveDumpCount++;
        if (_liveDumps.Count < MaxLiveDumps)
        {
            _liveDumps.Add(new LiveDump(Now, code, p1, p2, p3, p4, culprit, text));
        }
    }
}
