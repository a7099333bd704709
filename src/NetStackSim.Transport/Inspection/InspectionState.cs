namespace NetStackSim.Transport;

/// <summary>What the filter engine keeps on an endpoint or a flow. Made by the stack when a point is armed, opaque to it.</summary>
public sealed class InspectionState
{
    /// <summary>Flow handle as callouts see it; 0 for an endpoint without a flow.</summary>
    public ulong FlowId { get; set; }

    /// <summary>The policy epoch under which the flow was last authorised.</summary>
    public ulong PolicyEpoch { get; set; }

    /// <summary>The engine's own; null until a layer looks at the flow.</summary>
    public IInspectedFlow? Engine { get; set; }

    /// <summary>The flow itself; null for an endpoint without one, and for a request that is not a connection yet.</summary>
    public IAbortableFlow? Owner { get; set; }

    /// <summary>What a callout asked of the life of the flow; null for the defaults.</summary>
    public FlowTuning? Tuning { get; set; }

    /// <summary>The flow is over: what the engine keeps on it ends. Doing it twice does nothing.</summary>
    public void End()
    {
        IInspectedFlow? flow = Engine;
        Engine = null;
        flow?.End();
    }
}
