using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>An indication that a pipe reader keeps until its last segment was consumed.</summary>
internal sealed class RetainedIndication
{
    /// <summary>The list as it was indicated.</summary>
    public WskDataIndication? Data { get; set; }

    /// <summary>Segments of it that are not consumed yet.</summary>
    public int Segments { get; set; }
}
