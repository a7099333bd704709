using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Where the data of a net buffer lies, for a device that gathers it (SCATTER_GATHER_LIST).</summary>
[WindowsDdi("SCATTER_GATHER_LIST")]
public sealed class ScatterGatherList
{
    internal ScatterGatherList(IReadOnlyList<ScatterGatherElement> elements) => Elements = elements;

    /// <summary>The pieces, in the order of the data; from the data start on.</summary>
    public IReadOnlyList<ScatterGatherElement> Elements { get; }

    /// <summary>True when the driver gave it back.</summary>
    public bool IsFreed { get; internal set; }
}
