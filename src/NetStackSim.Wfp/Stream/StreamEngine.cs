using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>The stream layer of a host: what callouts may do with bytes besides permitting and blocking them.</summary>
public sealed class StreamEngine : INetBufferListOwner
{
    private const int PieceSize = 4096;

    private readonly FilterEngine _engine;
    private readonly SimKernel _kernel;
    private readonly NetBufferListPool _views;
    private readonly NetBufferListPool _pieces;
    private readonly List<StreamFlow> _flows = [];
    private readonly Stack<StreamInjection> _freeSends = new();

    internal StreamEngine(FilterEngine engine, SimKernel kernel, CalloutCaller caller)
    {
        _engine = engine;
        _kernel = kernel;
        Invoker = new StreamInvoker(engine.Flows, engine.Contracts, caller);
        _views = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "wfp/stream-view" });
        _pieces = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "wfp/stream", DataSize = PieceSize });
    }

    /// <summary>True while a callout is not done with bytes of a connection: the layer has to be indicated although its last filter is gone.</summary>
    public bool IsBusy => _flows.Exists(static f => f.IsBusy);

    internal StreamInvoker Invoker { get; }

    internal WfpSemantics Semantics => _engine.Semantics;

    internal CalloutVerifier Verifier => _engine.Contracts;

    /// <summary>The connection of a flow at the stream layer, made when it is seen there first; for the shim.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="stream">The connection.</param>
    /// <param name="isNew">True when the values and the metadata have to be filled in.</param>
    /// <param name="values">The values.</param>
    public void Open(FlowRecord flow, EngineLayer layer, IInspectedStream stream, out bool isNew, out ClassifyValues values)
    {
        ArgumentNullException.ThrowIfNull(flow);
        isNew = flow.Stream is null;
        if (isNew)
        {
            flow.Stream = new StreamFlow(this, layer, stream, flow) { Position = _flows.Count };
            _flows.Add(flow.Stream);
        }

        values = flow.Stream!.Values;
    }

    /// <summary>Indicates bytes, or the end of a direction; for the shim.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="list">The bytes; null for an end.</param>
    /// <param name="length">How many.</param>
    /// <param name="flags">What the indication is about.</param>
    /// <param name="metadata">Facts besides the fields.</param>
    /// <returns>Permit, Block, or Absorb when the engine has the bytes.</returns>
    public InspectionVerdict Indicate(
        FlowRecord flow, InspectionDirection direction, NetBufferList? list, int length, StreamInspectionFlags flags, in ClassifyMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(flow);
        StreamFlow stream = flow.Stream ?? throw new ArgumentException("The flow was not opened at the stream layer.", nameof(flow));
        stream.Metadata = metadata;
        return stream.Pipe(direction).Take(list, length, flags);
    }

    /// <summary>
    /// Puts bytes into a stream behind a callout: lighter sublayers see them, the callout does not. Legal inside classifyFn; outside only while the
    /// stream is deferred, after an end that the callout kept, or when it takes all bytes out and puts them in again. IRQL at most Dispatch.
    /// </summary>
    /// <param name="flowId">The flow.</param>
    /// <param name="calloutId">The callout.</param>
    /// <param name="flags">Send or Receive, and Disconnect for an end behind the bytes.</param>
    /// <param name="list">The bytes; a chain. Null only with an end.</param>
    /// <param name="length">How many.</param>
    /// <returns>Success: the bytes were copied; or not found when the flow is gone.</returns>
    internal NtStatus Inject(ulong flowId, uint calloutId, StreamInspectionFlags flags, NetBufferList? list, int length)
    {
        if (_engine.Flows.Find(flowId)?.Stream is not { } stream)
        {
            return NtStatus.NotFound;
        }

        if (!TryReadDirection(flags, out InspectionDirection direction))
        {
            Report(ContractRule.StreamFlagsMisuse, stream, calloutId, $"bytes were injected with the flags {flags}");
            return NtStatus.InvalidParameter;
        }

        StreamPipe pipe = stream.Pipe(direction);
        if (pipe.IsOver)
        {
            return NtStatus.ConnectionAborted;
        }

        if ((flags & StreamInspectionFlags.SendDisconnect) != 0 && !pipe.KeepsEnd(calloutId))
        {
            Report(ContractRule.StreamFlagsMisuse, stream, calloutId, "an end of the sending direction was injected that the client did not ask for");
            return NtStatus.InvalidParameter;
        }

        if (!pipe.MayInject(calloutId))
        {
            Report(ContractRule.StreamInjectOutOfPlace, stream, calloutId, "bytes were put into a stream that the callout neither defers nor takes out");
        }

        pipe.Inject(calloutId, list, length, flags);
        return NtStatus.Success;
    }

    /// <summary>Goes on with a stream that a callout deferred: what waits is indicated to it again. IRQL at most Dispatch.</summary>
    /// <param name="flowId">The flow.</param>
    /// <param name="calloutId">The callout.</param>
    /// <param name="layerId">The layer.</param>
    /// <param name="flags">Receive.</param>
    /// <returns>Success; invalid device request inside classifyFn, or when the stream is not deferred; not found when the flow is gone.</returns>
    [WindowsDdi("FwpsStreamContinue0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus Continue(ulong flowId, uint calloutId, ushort layerId, StreamInspectionFlags flags = StreamInspectionFlags.Receive)
    {
        if (_engine.Refuses("FwpsStreamContinue0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (_engine.Flows.Find(flowId)?.Stream is not { } stream || stream.Layer.Schema.Id != layerId)
        {
            return NtStatus.NotFound;
        }

        StreamPipe pipe = stream.Pipe(InspectionDirection.Inbound);
        if (pipe.IsClassifying)
        {
            Report(ContractRule.ContinueInsideClassify, stream, calloutId, "a stream was continued inside classifyFn");
            return NtStatus.InvalidDeviceRequest;
        }

        return pipe.Continue(calloutId) ? NtStatus.Success : NtStatus.InvalidDeviceRequest;
    }

    /// <summary>Copies indicated bytes into lists of the caller's own, to be looked at or injected later. IRQL at most Dispatch.</summary>
    /// <param name="packet">The indication.</param>
    /// <param name="clone">The copy, a chain; given back with <see cref="DiscardClone"/>, or by the injection.</param>
    /// <returns>Success, or insufficient resources.</returns>
    [WindowsDdi("FwpsCloneStreamData0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus Clone(StreamCalloutPacket packet, out NetBufferList? clone)
    {
        ArgumentNullException.ThrowIfNull(packet);
        clone = null;
        if (_engine.Refuses("FwpsCloneStreamData0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (!TryRent(packet.DataLength, out NetBufferListChain chain))
        {
            return NtStatus.InsufficientResources;
        }

        int at = 0;
        foreach (NetBufferList list in chain)
        {
            at += packet.CopyTo(at, list.FirstNetBuffer.GetWritable(list.FirstNetBuffer.DataLength));
        }

        CountCopy(at);
        clone = chain.Take().Head;
        return NtStatus.Success;
    }

    /// <summary>Gives a copy back. IRQL at most Dispatch.</summary>
    /// <param name="clone">The copy.</param>
    [WindowsDdi("FwpsDiscardClonedStreamData0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public void DiscardClone(NetBufferList? clone)
    {
        NetBufferListChain chain = NetBufferListChain.OfLinked(clone);
        SendComplete(ref chain);
    }

    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Free();
        }
    }

    // One direction, and nothing that only the stack can say.
    private static bool TryReadDirection(StreamInspectionFlags flags, out InspectionDirection direction)
    {
        const StreamInspectionFlags Inbound = StreamInspectionFlags.Receive | StreamInspectionFlags.ReceiveExpedited | StreamInspectionFlags.ReceiveDisconnect;
        const StreamInspectionFlags Outbound = StreamInspectionFlags.Send | StreamInspectionFlags.SendExpedited | StreamInspectionFlags.SendNoDelay | StreamInspectionFlags.SendDisconnect;
        bool receives = (flags & Inbound) != 0;
        direction = receives ? InspectionDirection.Inbound : InspectionDirection.Outbound;
        return receives != ((flags & Outbound) != 0) && (flags & ~(Inbound | Outbound)) == 0;
    }

    private void Report(ContractRule rule, StreamFlow stream, uint calloutId, string message) =>
        Verifier.Report(rule, stream.Layer.Schema.Name, _engine.Callouts.KeyOf(calloutId), Verifier.Call.Filter?.Id ?? 0, message);

    /// <summary>A commit changed a stream layer.</summary>
    internal void CheckRemoved()
    {
        foreach (StreamFlow flow in _flows)
        {
            flow.CheckRemoved();
        }
    }

    /// <summary>A connection ended; the last one takes its place.</summary>
    internal void Forget(StreamFlow flow)
    {
        StreamFlow last = _flows[^1];
        _flows[flow.Position] = last;
        last.Position = flow.Position;
        _flows.RemoveAt(_flows.Count - 1);
    }

    /// <summary>True for a filter that policy does not hold any more.</summary>
    internal bool IsDeleted(RuntimeFilter filter) => _engine.FindFilter(filter.Id) is null;

    internal void CountCopy(int bytes) => _kernel.Copies.Add(CopyKind.StackOther, bytes);

    /// <summary>A list over bytes that wait; null when a pool is exhausted.</summary>
    internal NetBufferList? View(StreamBuffer buffer)
    {
        if (!_views.TryRent(out NetBufferList? view))
        {
            return null;
        }

        if (!_kernel.Mdls.TryRent(out Mdl? mdl))
        {
            view.Free();
            return null;
        }

        mdl.Buffer = buffer.Array;
        mdl.Offset = buffer.Start;
        mdl.ByteCount = buffer.Length;
        view.FirstNetBuffer.AppendMdl(mdl);
        return view;
    }

    /// <summary>Hands what passed all sublayers to the client or to the wire.</summary>
    /// <returns>False when there was no memory for it.</returns>
    internal bool TrySend(IInspectedStream stream, InspectionDirection direction, StreamBuffer output)
    {
        int length = output.Length;
        if (direction == InspectionDirection.Outbound)
        {
            StreamInjection send = _freeSends.TryPop(out StreamInjection? used) ? used : new StreamInjection(this);
            send.Fill(output.Span);
            CountCopy(length);
            output.Remove(length);
            stream.QueueSend(send);
            return true;
        }

        if (!TryRent(length, out NetBufferListChain chain))
        {
            return false;
        }

        int at = 0;
        foreach (NetBufferList list in chain)
        {
            NetBuffer buffer = list.FirstNetBuffer;
            output.Span.Slice(at, buffer.DataLength).CopyTo(buffer.GetWritable(buffer.DataLength));
            at += buffer.DataLength;
        }

        CountCopy(length);
        output.Remove(length);
        stream.DeliverReceived(ref chain, length);
        return true;
    }

    // Lists with room for so many bytes, at least one.
    private bool TryRent(int length, out NetBufferListChain chain)
    {
        chain = default;
        do
        {
            if (!_pieces.TryRent(out NetBufferList? list))
            {
                SendComplete(ref chain);
                return false;
            }

            list.Owner = this;
            list.FirstNetBuffer.DataLength = Math.Min(PieceSize, length);
            length -= list.FirstNetBuffer.DataLength;
            chain.Add(list);
        }
        while (length > 0);
        return true;
    }

    /// <summary>A send of the engine with memory of its own; goes back to the engine when the peer has the bytes.</summary>
    private sealed class StreamInjection(StreamEngine engine) : InspectorSend
    {
        internal void Fill(ReadOnlySpan<byte> bytes)
        {
            if (Mdl is null || Mdl.Buffer.Length < bytes.Length)
            {
                Mdl = Mdl.Over(new byte[bytes.Length]);
            }

            Mdl.ByteCount = bytes.Length;
            bytes.CopyTo(Mdl.Span);
            Length = bytes.Length;
            Next = null;
            BytesSent = 0;
            Status = NtStatus.Success;
        }

        public override void Complete() => engine._freeSends.Push(this);
    }
}
