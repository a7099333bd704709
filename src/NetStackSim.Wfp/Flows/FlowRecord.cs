namespace NetStackSim.Wfp;

/// <summary>A flow as callouts know it: its id and the contexts that they left on it.</summary>
public sealed class FlowRecord
{
    internal FlowRecord(ulong id) => Id = id;

    /// <summary>The flow handle; never used twice in a run.</summary>
    public ulong Id { get; }

    /// <summary>True once the flow ended; no context can be added any more.</summary>
    public bool IsEnded { get; internal set; }

    /// <summary>The epoch of the layer under which the flow was authorised; a shim compares it before it authorises again.</summary>
    public ulong AuthorizedEpoch { get; set; }

    /// <summary>The layer at which the flow was authorised.</summary>
    public ushort AuthorizedLayer { get; set; }

    internal List<FlowContext> Contexts { get; } = [];
}
