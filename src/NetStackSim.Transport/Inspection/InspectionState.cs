namespace NetStackSim.Transport;

/// <summary>What the filter engine keeps on an endpoint or a flow. Made by the stack when a point is armed, opaque to it.</summary>
public sealed class InspectionState
{
    /// <summary>Flow handle as callouts see it; 0 for an endpoint without a flow.</summary>
    public ulong FlowId { get; set; }

    /// <summary>The policy epoch under which the flow was last authorised.</summary>
    public ulong PolicyEpoch { get; set; }

    /// <summary>True once a callout associated a context with the flow.</summary>
    public bool HasContext { get; set; }

    /// <summary>The engine's own.</summary>
    public object? Engine { get; set; }
}
