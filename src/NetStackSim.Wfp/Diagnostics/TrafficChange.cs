namespace NetStackSim.Wfp;

/// <summary>Traffic that two policies treat differently.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Traffic">The traffic in words: the fields that matter.</param>
/// <param name="Before">What the first policy does.</param>
/// <param name="BeforeFilterId">Its filter; 0 for the default.</param>
/// <param name="After">What the second policy does.</param>
/// <param name="AfterFilterId">Its filter; 0 for the default.</param>
public sealed record TrafficChange(string Layer, string Traffic, FilterActionType Before, ulong BeforeFilterId, FilterActionType After, ulong AfterFilterId)
{
    /// <summary>The first policy's filter; null for the default.</summary>
    public Filter? BeforeFilter { get; init; }

    /// <summary>The second policy's filter; null for the default.</summary>
    public Filter? AfterFilter { get; init; }
}
