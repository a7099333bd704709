using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>One echo request on its way: sends it, waits for the reply, an error or the time-out, and completes its task on the loop.</summary>
internal sealed class PendingEcho : ITimerTarget, INetBufferListOwner
{
    private const int HeaderSize = Icmp4Header.Size;
    private const int PatternLength = 23;

    private readonly TcpIpStack _stack;
    private readonly EchoRequestOptions _options;
    private readonly IpAddress _destination;
    private readonly KernelTimer _timer;
    private readonly TaskCompletionSource<EchoReply> _done = new();
    private long _sentAt;

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
        InspectionAction action = Authorise(list, path!);
        if (action != InspectionAction.Permit)
        {
            // What the inspector took, and what waits for it, is sent as far as we know: the time-out tells.
            if (action == InspectionAction.Block)
            {
                list.Free();
                End(new EchoReply(NtStatus.AccessDenied, _destination, 0, 0, 0));
            }

            return;
        }

        IcmpStatistics statistics = _stack.Icmp.For(path!.Family).Statistics;
        statistics.OutMessagesCount++;
        statistics.OutEchosCount++;
        NetBufferListChain chain = new(list);
        _stack.Ip.Send(ref chain, path);
    }

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

    // ALE for the first request, then DATAGRAM_DATA.
    private InspectionAction Authorise(NetBufferList list, IpPath path)
    {
        byte type = IcmpFormat.EchoRequest(path.Family);
        ReadOnlySpan<byte> header = list.FirstNetBuffer.GetWritable(HeaderSize);
        switch (_stack.Flows.Outbound(list, endpoint: null, type, 0, redirect: null, header))
        {
            case FlowDecision.Blocked:
                return InspectionAction.Block;
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
