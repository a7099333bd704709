using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>A connection at the stream layer: both directions, and the facts with which callouts are asked.</summary>
internal sealed class StreamFlow
{
    private readonly StreamEngine _engine;
    private readonly StreamPipe _inbound;
    private readonly StreamPipe _outbound;
    private List<RuntimeFilter>? _released;

    internal StreamFlow(StreamEngine engine, EngineLayer layer, IInspectedStream stream, FlowRecord flow)
    {
        _engine = engine;
        Layer = layer;
        Stream = stream;
        Flow = flow;
        Values = new ClassifyValues(layer.Schema);
        _inbound = new StreamPipe(this, engine, InspectionDirection.Inbound);
        _outbound = new StreamPipe(this, engine, InspectionDirection.Outbound);
    }

    /// <summary>The layer.</summary>
    internal EngineLayer Layer { get; }

    /// <summary>The connection.</summary>
    internal IInspectedStream Stream { get; }

    /// <summary>The flow, for contexts.</summary>
    internal FlowRecord Flow { get; }

    /// <summary>The field values, the same for both directions and the life of the connection.</summary>
    internal ClassifyValues Values { get; }

    /// <summary>Facts besides the fields.</summary>
    internal ClassifyMetadata Metadata;

    /// <summary>Where the engine keeps it.</summary>
    internal int Position { get; set; }

    /// <summary>True while a callout is not done with bytes of either direction.</summary>
    internal bool IsBusy => _inbound.IsBusy || _outbound.IsBusy;

    /// <summary>Policy changed.</summary>
    internal void CheckRemoved()
    {
        _inbound.CheckRemoved();
        _outbound.CheckRemoved();
    }

    /// <summary>The flow ended.</summary>
    internal void Close() => _engine.Forget(this);

    /// <summary>True when a filter's callout wants to see no more of the connection, in neither direction.</summary>
    internal bool IsReleased(RuntimeFilter filter) => _released is { } released && released.Contains(filter);

    /// <summary>A filter's callout wants to see no more.</summary>
    internal void Release(RuntimeFilter filter)
    {
        (_released ??= []).Add(filter);
        _inbound.Release(filter);
        _outbound.Release(filter);
    }

    /// <summary>One direction.</summary>
    internal StreamPipe Pipe(InspectionDirection direction) => direction == InspectionDirection.Inbound ? _inbound : _outbound;

    /// <summary>True for a filter that was there first, or whose callout joins midway.</summary>
    internal bool Sees(RuntimeFilter filter) => !IsLate(filter) || (filter.Callout is { } callout && (callout.Flags & CalloutFlags.AllowMidStreamInspection) != 0);

    /// <summary>True for a filter that came after the connection was established.</summary>
    internal bool IsLate(RuntimeFilter filter) => filter.Commit > Stream.EstablishedUnder;
}
