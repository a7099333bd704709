using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>A flow as callouts know it: its id and the contexts that they left on it.</summary>
public sealed class FlowRecord : IInspectedFlow
{
    private readonly FlowTable _table;

    internal FlowRecord(FlowTable table, ulong id)
    {
        _table = table;
        Id = id;
    }

    /// <summary>The flow handle; never used twice in a run.</summary>
    public ulong Id { get; }

    /// <summary>True once the flow ended; no context can be added any more.</summary>
    public bool IsEnded { get; internal set; }

    /// <summary>The epoch of the layer under which the flow was authorised; a shim compares it before it authorises again.</summary>
    public ulong AuthorizedEpoch { get; set; }

    /// <summary>The layer at which the flow was authorised.</summary>
    public ushort AuthorizedLayer { get; set; }

    /// <summary>The network category under which the flow was authorised.</summary>
    public uint AuthorizedProfile { get; set; }

    /// <summary>The network category under which the flow began.</summary>
    public uint OriginalProfile { get; set; }

    /// <summary>Requests for a look at live streams that the flow has seen.</summary>
    public ulong AuthorizedMidStream { get; set; }

    /// <summary>The connection at the stream layer; null until it is seen there.</summary>
    internal StreamFlow? Stream { get; set; }

    /// <summary>What callouts asked of the life of the flow; null for the defaults.</summary>
    public FlowTuning? Tuning { get; internal set; }

    /// <summary>The stack's side of the flow; null without a stack.</summary>
    internal InspectionState? State { get; init; }

    /// <summary>Who counts the flow as alive; null while nobody does.</summary>
    internal AuthorizationCounters? Authorizations { get; set; }

    /// <summary>As which kind of flow it is counted.</summary>
    internal int AuthorizationSlot { get; set; }

    /// <summary>Options that a callout asked for already.</summary>
    internal uint OptionsSet { get; set; }

    internal List<FlowContext> Contexts { get; } = [];

    /// <inheritdoc/>
    public void End() => _table.End(this);
}
