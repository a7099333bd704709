using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>One echo request on its way: sends it, waits for the reply, an error or the time-out, and completes its task on the loop.</summary>
internal sealed class PendingEcho : ITimerTarget, INetBufferListOwner, IPendedStepOwner
{
    private const int HeaderSize = Icmp4Header.Size;
    private const int PatternLength = 23;

    private readonly TcpIpStack _stack;
    private readonly EchoRequestOptions _options;
    private readonly IpAddress _destination;
    private readonly KernelTimer _timer;
    private readonly TaskCompletionSource<EchoReply> _done = new();
    private long _sentAt;
    private IpPath? _path;
    private NetBufferList? _held;
    private PendedStep? _step;

    internal PendingEcho(TcpIpStack stack, in IpAddress destination, EchoRequestOptions options)
    {
        _stack = stack;
        _destination = destination;
        _options = options;
        _timer = new KernelTimer(stack.Kernel.BootProcessor, this);
        Sequence = stack.Icmp.Echo.NextSequence();
    }

    internal IpAddress Destination => _destination;

    internal ushort Sequence { get; }

    /// <summary>The flow whose endpoint a filter holds; null when none does.</summary>
    internal DatagramFlow? Assigned { get; set; }

    /// <summary>Ends with the reply.</summary>
    internal Task<EchoReply> Task => _done.Task;

    /// <summary>Sends the request.</summary>
    internal void Start()
    {
        _sentAt = _stack.Kernel.Now;
        IpAddress any = _destination.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        NtStatus status = _stack.Ip.TryGetPath(_destination, any, _options.InterfaceIndex, out IpPath? path);
        if (!status.IsSuccess)
        {
            DropUnroutable(status, any);
        }

        if (!status.IsSuccess || !_stack.Buffers.TryRent(HeaderSize + _options.Size, out NetBufferList? list))
        {
            _done.SetResult(new EchoReply(status.IsSuccess ? NtStatus.InsufficientResources : status, _destination, 0, 0, 0));
            return;
        }

        Fill(list, path!);
        _stack.Icmp.Echo.Add(this);
        _timer.SetAfter(_options.TimeoutNs);
        _path = path;
        Submit(list, isAssigned: false);
    }

    /// <summary>A filter holds the endpoint: the request waits, unless the filter answered already.</summary>
    internal void Hold(NetBufferList list, DatagramFlow flow, PendedStep step)
    {
        _held = list;
        Assigned = flow;
        _step = step;
    }

    /// <inheritdoc/>
    public void GoOn(InspectionVerdict verdict)
    {
        NetBufferList list = Unhold();
        if (verdict.IsPermit)
        {
            Submit(list, isAssigned: true);
            return;
        }

        _stack.Flows.RefusedEcho(Assigned!, verdict);
        Refuse(list, NtStatus.AccessDenied);
    }

    /// <inheritdoc/>
    public void AskAgain() => Submit(Unhold(), isAssigned: false);

    /// <inheritdoc/>
    public void OnTimer(int id) => End(new EchoReply(NtStatus.IoTimeout, _destination, _stack.Kernel.Now - _sentAt, 0, 0));

    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        while (chain.RemoveFirst() is { } list)
        {
            NtStatus status = list.Status;
            list.Free();
            if (!status.IsSuccess && !_done.Task.IsCompleted)
            {
                End(new EchoReply(status, _destination, _stack.Kernel.Now - _sentAt, 0, 0));
            }
        }
    }

    internal void OnReply(NetBufferList list) =>
        End(new EchoReply(NtStatus.Success, list.Network.Source, _stack.Kernel.Now - _sentAt, list.FirstNetBuffer.DataLength - HeaderSize, list.Network.HopLimit));

    internal void OnError(in IpAddress reporter, NtStatus status) => End(new EchoReply(status, reporter, _stack.Kernel.Now - _sentAt, 0, 0));

    private NetBufferList Unhold()
    {
        NetBufferList list = _held!;
        _held = null;
        _step = null;
        return list;
    }

    private void Refuse(NetBufferList list, NtStatus status)
    {
        list.Free();
        End(new EchoReply(status, _destination, 0, 0, 0));
    }

    private void Submit(NetBufferList list, bool isAssigned)
    {
        // The route may have gone while a filter held the request.
        NtStatus status = NtStatus.Success;
        if (!_path!.IsValid)
        {
            status = _stack.Ip.TryGetPath(_destination, list.Network.Source, _options.InterfaceIndex, out _path);
        }

        InspectionAction action = status.IsSuccess ? Authorise(list, _path!, isAssigned) : InspectionAction.Block;
        if (action == InspectionAction.Permit)
        {
            Send(list, _path!);
        }
        else if (action == InspectionAction.Block)
        {
            Refuse(list, status.IsSuccess ? NtStatus.AccessDenied : status);
        }
        else if (action == InspectionAction.Pend)
        {
            _step?.Wait(this);
        }

        // What the inspector took is sent as far as we know: the time-out tells.
    }

    private void Send(NetBufferList list, IpPath path)
    {
        IcmpStatistics statistics = _stack.Icmp.For(path.Family).Statistics;
        statistics.OutMessagesCount++;
        statistics.OutEchosCount++;
        NetBufferListChain chain = new(list);
        _stack.Ip.Send(ref chain, path);
    }

    // ALE for the first request, then DATAGRAM_DATA.
    private InspectionAction Authorise(NetBufferList list, IpPath path, bool isAssigned)
    {
        byte type = IcmpFormat.EchoRequest(path.Family);
        ReadOnlySpan<byte> header = list.FirstNetBuffer.GetWritable(HeaderSize);
        switch (_stack.Flows.Echo(list, header, this, isAssigned))
        {
            case FlowDecision.Blocked:
                return InspectionAction.Block;
            case FlowDecision.Waits:
                return InspectionAction.Pend;
            case FlowDecision.Absorbed:
                return InspectionAction.Absorb;
            case FlowDecision.Dropped:
                list.Free();
                return InspectionAction.Absorb;
        }

        InspectionPoint point = _stack.Inspection[InspectionLayer.Datagram, path.Family];
        if (point.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound: false);
        PacketInspection.DescribePorts(ref context, type, 0);
        _stack.Icmp.For(path.Family).DescribeFlow(ref context);
        return PacketInspection.Run(point, handler, ref context, _stack.Drops);
    }

    private void DropUnroutable(NtStatus failure, in IpAddress any)
    {
        InspectionContext context = new()
        {
            Direction = InspectionDirection.Outbound,
            LocalAddress = any,
            RemoteAddress = _destination,
            Protocol = IcmpFormat.Protocol(any.Family),
            InterfaceIndex = _options.InterfaceIndex,
            Compartment = 1,
            DataLength = HeaderSize + _options.Size,
        };
        _stack.Ip.DropUnroutable(failure, ref context);
    }

    private void End(in EchoReply reply)
    {
        _timer.Cancel();
        _step?.Abandon();
        if (_held is not null)
        {
            Unhold().Free();
        }

        _stack.Icmp.Echo.Remove(this);
        _done.TrySetResult(reply);
    }

    private void Fill(NetBufferList list, IpPath path)
    {
        IpFamily family = path.Family;
        int length = HeaderSize + _options.Size;
        list.FirstNetBuffer.DataLength = length;
        Span<byte> message = list.FirstNetBuffer.GetWritable(length);
        message[0] = IcmpFormat.EchoRequest(family);
        message[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], EchoClients.Identifier);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], Sequence);
        for (int i = HeaderSize; i < length; i++)
        {
            message[i] = (byte)('a' + ((i - HeaderSize) % PatternLength));
        }

        if (family == IpFamily.V4)
        {
            Icmp4Header.FillChecksum(message);
        }
        else
        {
            Icmp6Header.FillChecksum(message, path.Source, path.Destination);
        }

        list.Owner = this;
        list.CorrelationId = _stack.Kernel.NextCorrelationId();
        ref NetworkLayerInfo network = ref list.Network;
        network.Protocol = IcmpFormat.Protocol(family);
        network.HopLimit = _options.HopLimit != 0 ? _options.HopLimit : path.Interface.For(family).HopLimit;
        network.TrafficClass = 0;
        network.Flags = (byte)((_options.DontFragment ? NetworkFlags.DontFragment : NetworkFlags.None)
            | (path.IsLoopback ? NetworkFlags.Loopback : NetworkFlags.None));
        network.TransportHeaderSize = HeaderSize;
        network.IpHeaderSize = 0;
        network.Source = path.Source;
        network.Destination = path.Destination;
        network.InterfaceIndex = path.Interface.Index;
    }
}
