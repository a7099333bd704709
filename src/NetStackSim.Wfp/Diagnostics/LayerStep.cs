namespace NetStackSim.Wfp;

/// <summary>One layer on the way of traffic that is explained.</summary>
/// <param name="Note">Why the traffic comes here, where that is not plain; else empty.</param>
/// <param name="IsAsked">True when the layer holds filters; the stack asks no others.</param>
/// <param name="Explanation">What the layer says.</param>
public sealed record LayerStep(string Note, bool IsAsked, Explanation Explanation)
{
    /// <summary>The layer's name.</summary>
    public string Layer => Explanation.Layer;

    /// <summary>True when the layer blocks.</summary>
    public bool IsBlock => Explanation.Action == FilterActionType.Block;
}
