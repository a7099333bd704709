using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>
/// One direction of one connection: sublayer by sublayer, each sees what the heavier ones permitted. Bytes that everybody permits whole are
/// not copied; from the first other answer on they wait here.
/// </summary>
internal sealed class StreamPipe
{
    private readonly StreamFlow _flow;
    private readonly StreamEngine _engine;
    private readonly StreamBuffer _output = new();
    private StreamStage[] _stages = [];
    private ulong _epoch = ulong.MaxValue;
    private StreamInspectionFlags _outputEnd;
    private bool _isPumping;
    private bool _isDropped;
    private int _held;

    internal StreamPipe(StreamFlow flow, StreamEngine engine, InspectionDirection direction)
    {
        _flow = flow;
        _engine = engine;
        Direction = direction;
    }

    /// <summary>Which way the bytes go.</summary>
    internal InspectionDirection Direction { get; }

    /// <summary>True while a callout is being asked.</summary>
    internal bool IsClassifying { get; private set; }

    private bool IsInbound => Direction == InspectionDirection.Inbound;

    private StreamInspectionFlags Side => IsInbound ? StreamInspectionFlags.Receive : StreamInspectionFlags.Send;

    /// <summary>Takes bytes, or the end of the direction, from the stack.</summary>
    /// <param name="list">The bytes; null for an end.</param>
    /// <param name="length">How many.</param>
    /// <param name="flags">What the indication is about.</param>
    /// <returns>Permit to go on with them as they are; Block when all left the stream; Absorb when they are here.</returns>
    internal InspectionVerdict Take(NetBufferList? list, int length, StreamInspectionFlags flags)
    {
        Refresh();
        _flow.Layer.Snapshot.Meter?.Indicated(_flow.Layer.Schema);
        if ((flags & (StreamInspectionFlags.ReceiveAbort | StreamInspectionFlags.SendAbort)) != 0)
        {
            Abort(flags);
            return InspectionVerdict.Permit;
        }

        int at = 0;
        if (IsIdle && !_isPumping)
        {
            at = Glance(list, length, flags, out StreamOutcome outcome);
            if (at == _stages.Length)
            {
                return InspectionVerdict.Permit;
            }

            if (at == 0 && outcome.Kind == StreamOutcomeKind.Block && IsWhole(outcome, length) && length > 0 && IsIdle)
            {
                _stages[0].HasRemoved = true;
                AddMissed(0, length);
                return new InspectionVerdict(InspectionAction.Block, default, outcome.Filter?.Id ?? 0);
            }

            Absorb(at, list, length, flags);
            Apply(at, outcome, length, IsEnd(flags));
        }
        else
        {
            Absorb(at, list, length, flags);
        }

        Pump();
        return new InspectionVerdict(InspectionAction.Absorb);
    }

    /// <summary>True while a callout waits, defers, works on copies or has an end to give back.</summary>
    internal bool IsBusy => !IsIdle || Array.Exists(_stages, static s => s.IsBusy);

    /// <summary>Policy changed. A filter whose callout is busy here stays until it is done, which Windows does not promise.</summary>
    internal void CheckRemoved()
    {
        foreach (StreamStage stage in _stages)
        {
            if (stage.IsBusy && Array.Find(stage.Filters, _engine.IsDeleted) is { } gone)
            {
                _engine.Verifier.Report(ContractRule.StreamFilterRemovedBusy, gone, "the filter was deleted while its callout waits, defers or has taken bytes out");
            }
        }
    }

    /// <summary>Puts bytes of a callout behind it.</summary>
    internal void Inject(uint calloutId, NetBufferList? list, int length, StreamInspectionFlags flags)
    {
        int at = Array.FindIndex(_stages, s => s.Holds(calloutId)) + 1;
        StreamBuffer target = at < _stages.Length ? _stages[at].Input : _output;
        _engine.CountCopy(target.Append(list, length));
        if (IsEnd(flags))
        {
            SetEnd(at, flags);
        }

        if (!IsClassifying)
        {
            NoteOutOfBand(at - 1, calloutId, length);
            Pump();
        }
    }

    /// <summary>True when the direction ended with a reset: nothing can be put in any more.</summary>
    internal bool IsOver => _isDropped;

    /// <summary>True when a callout blocked the end of the direction and has to give it back.</summary>
    internal bool KeepsEnd(uint calloutId) => Array.Exists(_stages, s => s.Holds(calloutId) && (s.KeepsEnd || s.PendingEnd != StreamInspectionFlags.None));

    /// <summary>A filter's callout wants to see no more: what waits for it goes on.</summary>
    internal void Release(RuntimeFilter filter)
    {
        bool waited = IsBusy;
        foreach (StreamStage stage in _stages)
        {
            stage.Release(filter);
        }

        if (waited && !IsClassifying)
        {
            Pump();
        }
    }

    /// <summary>True when a callout may put bytes in outside of a classification.</summary>
    internal bool MayInject(uint calloutId) =>
        IsClassifying || Array.Exists(_stages, s => s.Holds(calloutId) && (s.IsDeferred || s.KeepsEnd || s.HasRemoved));

    /// <summary>Goes on after a callout deferred.</summary>
    /// <returns>False when it had not.</returns>
    internal bool Continue(uint calloutId)
    {
        bool found = false;
        foreach (StreamStage stage in _stages)
        {
            if (stage.IsDeferred && stage.Holds(calloutId))
            {
                stage.IsDeferred = false;
                found = true;
            }
        }

        if (found)
        {
            Pump();
        }

        return found;
    }

    // Who injects bytes outside of calls, and does not merely defer, works on copies from then on.
    private void NoteOutOfBand(int at, uint calloutId, int length)
    {
        if (at >= 0 && length > 0 && _stages[at] is { IsDeferred: false, KeepsEnd: false, HasRemoved: true } stage)
        {
            stage.OutOfBandCallout = calloutId;
        }
    }

    private bool IsIdle => _output.Length == 0 && Array.TrueForAll(_stages, static s => s.IsIdle);

    // Filters that came after the connection leave it alone unless their callout wants to join midway. A pipe with something in it stays as it is.
    private void Refresh()
    {
        EngineLayer layer = _flow.Layer;
        if (_epoch == layer.Epoch)
        {
            return;
        }

        if (!IsIdle || _isPumping)
        {
            return;
        }

        _epoch = layer.Epoch;
        List<StreamStage> stages = [];
        List<RuntimeFilter> matching = [];
        foreach (SubLayerSnapshot subLayer in layer.Snapshot.SubLayers)
        {
            matching.Clear();
            MatchCursor cursor = MatchCursor.Start;
            while (subLayer.Next(_flow.Values.Span, ref cursor) is { } filter)
            {
                if (_flow.Sees(filter))
                {
                    matching.Add(filter);
                }
            }

            if (matching.Count > 0)
            {
                stages.Add(Array.Find(_stages, s => s.Filters.AsSpan().SequenceEqual(matching.ToArray())) ?? new StreamStage([.. matching]));
            }
        }

        _stages = [.. stages];
    }

    // Everybody looks at the bytes where they are. Ends at the first who does not permit all of them.
    private int Glance(NetBufferList? list, int length, StreamInspectionFlags flags, out StreamOutcome outcome)
    {
        outcome = default;
        ClassifyOutFlags outFlags = length >= _engine.Semantics.StreamBufferLimit ? ClassifyOutFlags.BufferLimitReached : ClassifyOutFlags.None;
        for (int at = 0; at < _stages.Length; at++)
        {
            outcome = MustDecide(Ask(_stages[at], list, length, flags, outFlags), outFlags);
            bool passes = outcome.Kind == StreamOutcomeKind.Permit && IsWhole(outcome, length);
            if (!passes || !IsIdle)
            {
                return at;
            }
        }

        return _stages.Length;
    }

    private StreamOutcome Ask(StreamStage stage, NetBufferList? list, int length, StreamInspectionFlags flags, ClassifyOutFlags outFlags)
    {
        bool outer = IsClassifying;
        IsClassifying = true;
        StreamOutcome outcome = _engine.Invoker.Ask(_flow, stage, Direction, list, length, flags, outFlags);
        IsClassifying = outer;
        if (stage.OutOfBandCallout != 0 && length > 0 && outcome.Kind == StreamOutcomeKind.Permit && outcome.Filter?.Callout?.Id == stage.OutOfBandCallout)
        {
            _engine.Verifier.Report(ContractRule.StreamModeChanged, outcome.Filter, "the callout injected from outside of its calls before and permits bytes in line now");
        }

        return outcome;
    }

    private void Absorb(int at, NetBufferList? list, int length, StreamInspectionFlags flags)
    {
        StreamBuffer target = at < _stages.Length ? _stages[at].Input : _output;
        int taken = target.Append(list, length);
        _engine.CountCopy(taken);
        _held += IsInbound ? taken : 0;
        if (IsEnd(flags))
        {
            SetEnd(at, flags);
        }
    }

    private void SetEnd(int at, StreamInspectionFlags flags)
    {
        if (at < _stages.Length)
        {
            _stages[at].PendingEnd |= flags & Ends;
        }
        else
        {
            _outputEnd |= flags & Ends;
        }
    }

    private void Pump()
    {
        if (_isPumping)
        {
            return;
        }

        _isPumping = true;
        for (int at = 0; at < _stages.Length && !_isDropped; at++)
        {
            Drain(at);
        }

        _isPumping = false;
        Emit();
    }

    // Asks a sublayer until it has nothing left or waits.
    private void Drain(int at)
    {
        StreamStage stage = _stages[at];
        while (!stage.IsDeferred && !_isDropped)
        {
            int length = stage.Input.Length;
            bool ended = stage.PendingEnd != StreamInspectionFlags.None;
            if (length == 0)
            {
                if (!ended)
                {
                    return;
                }

                Apply(at, Ask(stage, null, 0, Side | stage.PendingEnd, ClassifyOutFlags.None), 0, isEnd: true);
                continue;
            }

            bool full = length >= _engine.Semantics.StreamBufferLimit;
            if (length < stage.Wanted && !ended && !full)
            {
                return;
            }

            ClassifyOutFlags flags = (full ? ClassifyOutFlags.BufferLimitReached : 0) | (ended ? ClassifyOutFlags.NoMoreData : 0);
            stage.Wanted = 0;
            NetBufferList? view = _engine.View(stage.Input);
            if (view is null)
            {
                Drop();
                return;
            }

            StreamOutcome outcome = Ask(stage, view, length, Side, flags);
            view.Free();
            Apply(at, MustDecide(outcome, flags), length, isEnd: false);
        }
    }

    // A callout that must decide and asks for more has not decided: the bytes are removed, as with every other non-answer.
    private StreamOutcome MustDecide(StreamOutcome outcome, ClassifyOutFlags flags)
    {
        if (outcome.Kind != StreamOutcomeKind.NeedMore || flags == ClassifyOutFlags.None)
        {
            return outcome;
        }

        _engine.Verifier.Report(ContractRule.NeedMoreDataMisuse, outcome.Filter!, "more stream data was asked for although none follows or none can be kept");
        return new StreamOutcome(StreamOutcomeKind.Block, 0, outcome.Filter);
    }

    private void Apply(int at, StreamOutcome outcome, int indicated, bool isEnd)
    {
        StreamStage stage = _stages[at];
        int bytes = IsWhole(outcome, indicated) ? indicated : outcome.Bytes;
        switch (outcome.Kind)
        {
            case StreamOutcomeKind.Permit when isEnd:
                SetEnd(at + 1, stage.PendingEnd);
                stage.PendingEnd = StreamInspectionFlags.None;
                break;
            case StreamOutcomeKind.Permit:
                stage.Input.MoveTo(at + 1 < _stages.Length ? _stages[at + 1].Input : _output, bytes);
                break;
            case StreamOutcomeKind.Block when isEnd:
                stage.PendingEnd = StreamInspectionFlags.None;
                stage.KeepsEnd = true;
                break;
            case StreamOutcomeKind.Block:
                stage.Input.Remove(bytes);
                stage.HasRemoved = true;
                AddMissed(at, bytes);
                break;
            case StreamOutcomeKind.NeedMore when isEnd:
                // Nothing follows an end: it passes.
                SetEnd(at + 1, stage.PendingEnd);
                stage.PendingEnd = StreamInspectionFlags.None;
                break;
            case StreamOutcomeKind.NeedMore:
                stage.Wanted = Wanted(stage.Input.Length, Math.Max(1, outcome.Bytes));
                break;
            case StreamOutcomeKind.Defer:
                stage.IsDeferred = true;
                break;
            default:
                Drop();
                break;
        }
    }

    // Never what is here already: the callout would be asked again at once, and for ever.
    private int Wanted(int here, int required) => _engine.Semantics.StreamRequiresTotal ? Math.Max(here + 1, required) : here + required;

    private void AddMissed(int at, int bytes)
    {
        for (int lower = at + 1; lower < _stages.Length; lower++)
        {
            _stages[lower].Missed += bytes;
        }
    }

    private void Drop()
    {
        _isDropped = true;
        foreach (StreamStage stage in _stages)
        {
            stage.Input.Remove(stage.Input.Length);
            stage.PendingEnd = StreamInspectionFlags.None;
            stage.IsDeferred = false;
        }

        _output.Remove(_output.Length);
        _flow.Stream.Drop();
    }

    // What waits is shown a last time; it can go nowhere any more.
    private void Abort(StreamInspectionFlags flags)
    {
        foreach (StreamStage stage in _stages)
        {
            if (stage.Input.Length > 0 && _engine.View(stage.Input) is { } view)
            {
                MustDecide(Ask(stage, view, stage.Input.Length, Side, ClassifyOutFlags.NoMoreData), ClassifyOutFlags.NoMoreData);
                view.Free();
            }

            stage.Input.Remove(stage.Input.Length);
            Ask(stage, null, 0, Side | flags, ClassifyOutFlags.None);
        }

        _isDropped = true;
    }

    private void Emit()
    {
        if (_isDropped)
        {
            return;
        }

        if (_output.Length > 0 && !_engine.TrySend(_flow.Stream, Direction, _output))
        {
            Drop();
            return;
        }

        if (_held > 0 && !Array.Exists(_stages, static s => s.IsDeferred))
        {
            int held = _held;
            _held = 0;
            _flow.Stream.ReleaseReceived(held);
        }

        if (_outputEnd != StreamInspectionFlags.None)
        {
            _outputEnd = StreamInspectionFlags.None;
            if (IsInbound)
            {
                _flow.Stream.DeliverDisconnect();
            }
            else
            {
                _flow.Stream.QueueDisconnect();
            }
        }
    }

    private static bool IsWhole(in StreamOutcome outcome, int indicated) => outcome.Bytes <= 0 || outcome.Bytes >= indicated;

    private const StreamInspectionFlags Ends = StreamInspectionFlags.ReceiveDisconnect | StreamInspectionFlags.SendDisconnect;

    private static bool IsEnd(StreamInspectionFlags flags) => (flags & Ends) != 0;
}
