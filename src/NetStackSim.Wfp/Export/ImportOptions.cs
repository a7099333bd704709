namespace NetStackSim.Wfp;

/// <summary>How an export becomes a running policy.</summary>
public sealed record ImportOptions
{
    /// <summary>What callouts, whose code an export does not hold, are taken to say.</summary>
    public CalloutAssumption Callouts { get; init; } = CalloutAssumption.Continue;

    /// <summary>Order of filters with equal weight.</summary>
    public TieOrder Ties { get; init; } = TieOrder.Newest;

    /// <summary>True to order filters by computed weights, also where the export gives Windows' own.</summary>
    public bool ComputeWeights { get; init; }
}
