using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>
/// Puts packets of drivers into the stack. Inbound packets enter at the bottom, outbound ones at the top; every layer sees them again, with a
/// history that says who injected them. Nothing is injected inside the driver's call: a DPC does it, in the order of the calls.
/// </summary>
public sealed partial class PacketInjection : INetBufferListOwner, IDpcTarget
{
    /// <summary>How often a handle may inject one packet and its clones before that is called a loop.</summary>
    public const int LoopLimit = 8;

    private readonly FilterEngine _engine;
    private readonly SimKernel _kernel;
    private readonly Queue<PendingInjection> _queue = new();
    private readonly Dictionary<NetBufferList, PendingInjection> _underWay = [];
    private readonly Dictionary<InjectionHandle, LoopCompletion<NtStatus>> _destroying = [];
    private readonly Stack<PendingInjection> _free = new();
    private readonly Dpc _dpc;
    private int _lastHandle;
    private int _withArguments;

    internal PacketInjection(FilterEngine engine, SimKernel kernel)
    {
        _engine = engine;
        _kernel = kernel;
        _dpc = new Dpc(kernel.BootProcessor, this);
        _clones = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "wfp/clone" });
        _fresh = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "wfp/packet", DataSize = PacketSize, HeadRoom = PacketHeadRoom });
    }

    /// <summary>The stack; null until one is connected.</summary>
    public IStackInjection? Stack { get; set; }

    /// <summary>Makes a handle. IRQL Passive.</summary>
    /// <param name="family">The family; null for streams, for the link layer, or for both.</param>
    /// <param name="types">Where it will be used.</param>
    /// <param name="status">Success, or an injected failure.</param>
    /// <returns>The handle, to be destroyed when the driver unloads; null after a failure.</returns>
    [WindowsDdi("FwpsInjectionHandleCreate0")]
    [RequiresIrql(Max = Irql.Passive)]
    public InjectionHandle? CreateHandle(IpFamily? family, InjectionTypes types, out NtStatus status)
    {
        if (_engine.Refuses("FwpsInjectionHandleCreate0", Irql.Passive, out status))
        {
            return null;
        }

        if (types == InjectionTypes.None)
        {
            status = NtStatus.InvalidParameter;
            return null;
        }

        return new InjectionHandle(++_lastHandle, family, types);
    }

    /// <summary>Destroys a handle: waits until everything injected with it has completed. IRQL Passive.</summary>
    /// <param name="handle">The handle; it cannot be used from the call on.</param>
    /// <returns>Success, or closing when it is being destroyed already.</returns>
    [WindowsDdi("FwpsInjectionHandleDestroy0")]
    [RequiresIrql(Max = Irql.Passive)]
    public ValueTask<NtStatus> DestroyHandleAsync(InjectionHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        if (_engine.Refuses("FwpsInjectionHandleDestroy0", Irql.Passive, out NtStatus failed))
        {
            return new ValueTask<NtStatus>(failed);
        }

        if (handle.IsClosing)
        {
            return new ValueTask<NtStatus>(FwpStatus.InjectHandleClosing);
        }

        handle.IsClosing = true;
        if (handle.Outstanding == 0)
        {
            return new ValueTask<NtStatus>(NtStatus.Success);
        }

        LoopCompletion<NtStatus> done = new(_kernel.Loop);
        _destroying.Add(handle, done);
        return done.Task;
    }

    /// <summary>Sends at the network layer. IRQL at most Dispatch.</summary>
    /// <param name="handle">A network handle.</param>
    /// <param name="context">Comes back from <see cref="QueryState"/>.</param>
    /// <param name="compartment">Routing compartment.</param>
    /// <param name="list">The packet; data starts at the IP header, checksums valid. The driver's again after <paramref name="completion"/>, or after a failure.</param>
    /// <param name="completion">Gets it back, once, after success only.</param>
    /// <returns>Success; a stale or closing handle; the stack is not ready; a reinjection loop is an invalid device request.</returns>
    [WindowsDdi("FwpsInjectNetworkSendAsync0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus NetworkSend(InjectionHandle handle, object? context, uint compartment, NetBufferList list, InjectionCompletion completion) =>
        Submit("FwpsInjectNetworkSendAsync0", InjectionTypes.Network, InjectionPlace.NetworkSend, handle, context, list, completion, compartment, 0);

    /// <summary>Receives at the network layer. IRQL at most Dispatch.</summary>
    /// <param name="handle">A network handle.</param>
    /// <param name="context">Comes back from <see cref="QueryState"/>.</param>
    /// <param name="compartment">Routing compartment.</param>
    /// <param name="interfaceIndex">The interface that it seems to come from.</param>
    /// <param name="list">The packet; data starts at the IP header.</param>
    /// <param name="completion">Gets it back.</param>
    /// <returns>As <see cref="NetworkSend"/>.</returns>
    [WindowsDdi("FwpsInjectNetworkReceiveAsync0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus NetworkReceive(
        InjectionHandle handle, object? context, uint compartment, uint interfaceIndex, NetBufferList list, InjectionCompletion completion) =>
        Submit("FwpsInjectNetworkReceiveAsync0", InjectionTypes.Network, InjectionPlace.NetworkReceive, handle, context, list, completion, compartment, interfaceIndex);

    /// <summary>Forwards, behind the forward layer: no layer sees the packet. IRQL at most Dispatch.</summary>
    /// <param name="handle">A forward handle.</param>
    /// <param name="context">Comes back from <see cref="QueryState"/>.</param>
    /// <param name="compartment">Routing compartment.</param>
    /// <param name="interfaceIndex">The interface to leave by.</param>
    /// <param name="list">The packet; data starts at the IP header.</param>
    /// <param name="completion">Gets it back.</param>
    /// <returns>As <see cref="NetworkSend"/>.</returns>
    [WindowsDdi("FwpsInjectForwardAsync0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus Forward(
        InjectionHandle handle, object? context, uint compartment, uint interfaceIndex, NetBufferList list, InjectionCompletion completion) =>
        Submit("FwpsInjectForwardAsync0", InjectionTypes.Forward, InjectionPlace.Forward, handle, context, list, completion, compartment, interfaceIndex);

    /// <summary>Sends at the transport layer: a datagram passes DATAGRAM_DATA again. IRQL at most Dispatch.</summary>
    /// <param name="handle">A transport handle.</param>
    /// <param name="context">Comes back from <see cref="QueryState"/>.</param>
    /// <param name="arguments">Where to; null for a packet that starts at its IP header.</param>
    /// <param name="compartment">Routing compartment.</param>
    /// <param name="list">The packet; data starts at the transport header.</param>
    /// <param name="completion">Gets it back.</param>
    /// <returns>As <see cref="NetworkSend"/>.</returns>
    [WindowsDdi("FwpsInjectTransportSendAsync1")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus TransportSend(
        InjectionHandle handle, object? context, TransportSendArguments? arguments, uint compartment, NetBufferList list, InjectionCompletion completion)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (arguments is null)
        {
            return Submit("FwpsInjectTransportSendAsync1", InjectionTypes.Transport, InjectionPlace.NetworkSend, handle, context, list, completion, compartment, 0);
        }

        if (IsUnderWay(list))
        {
            return RefuseSecond("FwpsInjectTransportSendAsync1", list);
        }

        if (!arguments.HeaderIncludeHeader.IsEmpty)
        {
            return SendWithHeader(handle, context, arguments.HeaderIncludeHeader.Span, compartment, list, completion);
        }

        ref NetworkLayerInfo network = ref list.Network;
        NetworkLayerInfo before = network;
        network.Destination = arguments.RemoteAddress ?? network.Destination;
        network.Source = arguments.LocalAddress ?? network.Source;
        network.Protocol = arguments.Protocol != 0 ? arguments.Protocol : network.Protocol;
        network.HopLimit = arguments.HopLimit != 0 ? arguments.HopLimit : network.HopLimit != 0 ? network.HopLimit : (byte)128;
        network.InterfaceIndex = arguments.RemoteScopeId;
        NtStatus status = ControlDataReader.TryApply(arguments.ControlData.Span, ref network)
            ? Submit("FwpsInjectTransportSendAsync1", InjectionTypes.Transport, InjectionPlace.TransportSend, handle, context, list, completion, compartment, 0)
            : NtStatus.InvalidParameter;
        if (status.IsError)
        {
            network = before;
        }
        else if (arguments.EndpointHandle != 0 || !arguments.ControlData.IsEmpty)
        {
            _underWay[list].Arguments = arguments;
            _withArguments++;
        }

        return status;
    }

    /// <summary>What a driver said about a packet that it sends at the transport layer, for the layers that see it again. IRQL at most Dispatch.</summary>
    /// <param name="list">The packet.</param>
    /// <returns>The arguments; null for a packet that is not such a one, or when they name neither endpoint nor control data.</returns>
    [RequiresIrql(Max = Irql.Dispatch)]
    public TransportSendArguments? ArgumentsOf(NetBufferList list) =>
        _withArguments > 0 && _underWay.TryGetValue(list, out PendingInjection? injection) ? injection.Arguments : null;

    /// <summary>Receives from the transport layer; the packet enters at the bottom. IRQL at most Dispatch.</summary>
    /// <param name="handle">A transport handle.</param>
    /// <param name="context">Comes back from <see cref="QueryState"/>.</param>
    /// <param name="compartment">Routing compartment.</param>
    /// <param name="interfaceIndex">The interface that it seems to come from.</param>
    /// <param name="list">The packet; data starts at the IP header, checksums valid.</param>
    /// <param name="completion">Gets it back.</param>
    /// <returns>As <see cref="NetworkSend"/>.</returns>
    [WindowsDdi("FwpsInjectTransportReceiveAsync0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus TransportReceive(
        InjectionHandle handle, object? context, uint compartment, uint interfaceIndex, NetBufferList list, InjectionCompletion completion) =>
        Submit("FwpsInjectTransportReceiveAsync0", InjectionTypes.Transport, InjectionPlace.TransportReceive, handle, context, list, completion, compartment, interfaceIndex);

    /// <summary>
    /// Puts bytes into a stream behind a callout: lighter sublayers see them, the callout does not. Legal inside classifyFn; outside only while the
    /// stream is deferred, after an end that the callout kept, or when it takes all bytes out and puts them in again. IRQL at most Dispatch.
    /// </summary>
    /// <param name="handle">A stream handle.</param>
    /// <param name="flags">0.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="calloutId">The callout.</param>
    /// <param name="layerId">The stream layer.</param>
    /// <param name="streamFlags">Send or Receive, and the disconnect of that direction for an end behind the bytes.</param>
    /// <param name="list">The bytes, a chain; null only with an end.</param>
    /// <param name="length">How many.</param>
    /// <param name="completion">Gets the list back; may run before the call returns.</param>
    /// <returns>Success; a stale or closing handle; not found when the flow is gone; the caller keeps the list after an error.</returns>
    [WindowsDdi("FwpsStreamInjectAsync0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus StreamInject(
        InjectionHandle handle,
        uint flags,
        ulong flowId,
        uint calloutId,
        ushort layerId,
        StreamInspectionFlags streamFlags,
        NetBufferList? list,
        int length,
        InjectionCompletion completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        NtStatus status = CheckHandle("FwpsStreamInjectAsync0", handle, InjectionTypes.Stream, null);
        if (status.IsError)
        {
            return status;
        }

        if (flags != 0 || (length > 0 && list is null) || !_engine.Layer(layerId).Schema.IsStream)
        {
            return NtStatus.InvalidParameter;
        }

        status = _engine.Streams!.Inject(flowId, calloutId, streamFlags, list, length);
        if (status.IsSuccess && list is not null)
        {
            list.Status = status;
            completion(list, status);
        }

        return status;
    }

    /// <summary>Says whether a packet was injected. IRQL at most Dispatch.</summary>
    /// <param name="handle">The driver's handle.</param>
    /// <param name="list">The packet.</param>
    /// <param name="context">What the driver gave when it injected the packet; null otherwise.</param>
    /// <returns>The state.</returns>
    [WindowsDdi("FwpsQueryPacketInjectionState0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public InjectionState QueryState(InjectionHandle handle, NetBufferList list, out object? context)
    {
        ArgumentNullException.ThrowIfNull(list);
        context = null;
        InjectionHistory? newest = HistoryOf(list);
        for (InjectionHistory? entry = newest; entry is not null; entry = entry.Earlier)
        {
            if (entry.Handle == handle)
            {
                context = entry.Context;
                return entry == newest ? InjectionState.InjectedBySelf : InjectionState.PreviouslyInjectedBySelf;
            }
        }

        return newest is null ? InjectionState.NotInjected : InjectionState.InjectedByOther;
    }

    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            if (_underWay.Remove(list, out PendingInjection? injection))
            {
                Complete(injection, list.Status);
            }
        }
    }

    /// <inheritdoc/>
    public void OnDpc(Dpc dpc)
    {
        while (_queue.TryDequeue(out PendingInjection? injection))
        {
            NetBufferListChain one = new(injection.List);
            injection.List.Owner = this;
            NtStatus status = Hand(injection, ref one);
            if (status.IsError && _underWay.Remove(injection.List))
            {
                Complete(injection, status);
            }
        }
    }

    private NtStatus Hand(PendingInjection injection, ref NetBufferListChain one)
    {
        IStackInjection stack = Stack!;
        return injection.Place switch
        {
            InjectionPlace.NetworkSend => stack.SendNetwork(ref one, injection.Family, injection.Compartment),
            InjectionPlace.NetworkReceive => stack.ReceiveNetwork(ref one, injection.Family, injection.InterfaceIndex),
            InjectionPlace.Forward => stack.Forward(ref one, injection.Family, injection.InterfaceIndex),
            InjectionPlace.Link => Link!.Inject(ref one, injection.Layer, injection.InterfaceIndex, injection.Port),
            InjectionPlace.TransportSend => stack.SendTransport(ref one, injection.Family, injection.Compartment),
            _ => stack.ReceiveTransport(ref one, injection.Family, injection.InterfaceIndex),
        };
    }

    private NtStatus Submit(
        string function,
        InjectionTypes type,
        InjectionPlace place,
        InjectionHandle handle,
        object? context,
        NetBufferList list,
        InjectionCompletion completion,
        uint compartment,
        uint interfaceIndex)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(completion);
        bool startsAtIp = place != InjectionPlace.TransportSend;
        IpFamily? family = startsAtIp ? ReadFamily(list) : list.Network.Destination.Family;
        NtStatus status = CheckHandle(function, handle, type, family);
        status = status.IsError ? status : CheckList(function, place, list);
        if (status.IsError)
        {
            return status;
        }

        if (family is null)
        {
            _engine.Contracts.Report(ContractRule.InjectedDataMisplaced, $"{function}: the data does not start at an IP header", OriginOf(list));
            return NtStatus.InvalidParameter;
        }

        PendingInjection injection = Rent(handle, place, list, completion);
        injection.Family = family.Value;
        injection.Compartment = compartment;
        injection.InterfaceIndex = interfaceIndex;
        return Enqueue(context, injection);
    }

    // The sender's own header goes in front for the way down, and off again before the driver gets the list back.
    private NtStatus SendWithHeader(
        InjectionHandle handle, object? context, ReadOnlySpan<byte> header, uint compartment, NetBufferList list, InjectionCompletion completion)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        if (buffer.Next is not null)
        {
            return NtStatus.InvalidParameter;
        }

        NtStatus status = buffer.Retreat(header.Length);
        if (status.IsError)
        {
            return status;
        }

        buffer.CopyFrom(0, header);
        status = Submit("FwpsInjectTransportSendAsync1", InjectionTypes.Transport, InjectionPlace.NetworkSend, handle, context, list, completion, compartment, 0);
        if (status.IsError)
        {
            buffer.Advance(header.Length);
        }
        else
        {
            _underWay[list].HeaderSize = header.Length;
        }

        return status;
    }

    private PendingInjection Rent(InjectionHandle handle, InjectionPlace place, NetBufferList list, InjectionCompletion completion)
    {
        PendingInjection injection = _free.TryPop(out PendingInjection? used) ? used : new PendingInjection();
        injection.Handle = handle;
        injection.Place = place;
        injection.List = list;
        injection.Completion = completion;
        injection.PreviousOwner = list.Owner;
        injection.HeaderSize = 0;
        injection.Arguments = null;
        return injection;
    }

    private NtStatus Enqueue(object? context, PendingInjection injection)
    {
        InjectionHandle handle = injection.Handle;
        NetBufferList list = injection.List;
        InjectionHistory? earlier = HistoryOf(list);
        InjectionHistory history = context is null && earlier is null ? handle.Plain : new InjectionHistory(handle, context, earlier);
        if (history.CountOf(handle) > LoopLimit)
        {
            _engine.Contracts.Report(ContractRule.ReinjectionLoop, $"{handle} injected one packet {history.CountOf(handle)} times", OriginOf(list));
            _free.Push(injection);
            return NtStatus.InvalidDeviceRequest;
        }

        SetHistory(list, history);
        handle.Outstanding++;
        _underWay.Add(list, injection);
        _queue.Enqueue(injection);
        Count(list, -1);
        _dpc.Queue();
        return NtStatus.Success;
    }

    private NtStatus CheckHandle(string function, InjectionHandle handle, InjectionTypes type, IpFamily? family)
    {
        ArgumentNullException.ThrowIfNull(handle);
        if (_engine.Refuses(function, Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if ((handle.Types & type) == 0 || (handle.Family is { } of && family is { } wanted && of != wanted) || handle.IsDestroyed)
        {
            string reason = handle.IsDestroyed ? "which was destroyed" : "which is for something else";
            _engine.Contracts.Report(ContractRule.WrongInjectionHandle, $"{function} with {handle}, {reason}");
            return FwpStatus.InjectHandleStale;
        }

        if (handle.IsClosing)
        {
            return FwpStatus.InjectHandleClosing;
        }

        return type switch
        {
            InjectionTypes.Stream => NtStatus.Success,
            InjectionTypes.L2 => Link is null ? FwpStatus.L2DriverNotReady : NtStatus.Success,
            _ => Stack is null ? FwpStatus.TcpIpNotReady : NtStatus.Success,
        };
    }

    private static IpFamily? ReadFamily(NetBufferList list)
    {
        Span<byte> first = stackalloc byte[1];
        return list.FirstNetBuffer.CopyTo(0, first) == 0 ? null : (first[0] >> 4) switch
        {
            4 => IpFamily.V4,
            6 => IpFamily.V6,
            _ => null,
        };
    }

    private void Complete(PendingInjection injection, NtStatus status)
    {
        (InjectionHandle handle, NetBufferList list, InjectionCompletion completion) = (injection.Handle, injection.List, injection.Completion);
        list.Owner = injection.PreviousOwner;
        list.Status = status;
        list.FirstNetBuffer.Advance(injection.HeaderSize);
        handle.Outstanding--;
        _withArguments -= injection.Arguments is null ? 0 : 1;
        injection.Arguments = null;
        Count(list, 1);
        TellLeft(list);
        _free.Push(injection);
        completion(list, status);
        if (handle is { IsClosing: true, Outstanding: 0 } && _destroying.Remove(handle, out LoopCompletion<NtStatus>? done))
        {
            done.Complete(NtStatus.Success);
        }
    }
}
