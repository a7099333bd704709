namespace NetStackSim.Benchmarks.Wfp;

/// <summary>What the conditions of a set of filters look like.</summary>
public enum FilterShape
{
    /// <summary>Protocol, both addresses, both ports.</summary>
    Exact,

    /// <summary>A /24 and a port.</summary>
    Prefix,

    /// <summary>A range of addresses and one of ports.</summary>
    Range,
}
