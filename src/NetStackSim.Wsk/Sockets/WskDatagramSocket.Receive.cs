using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>Receiving datagrams: requests are served first, then the event; what neither wants waits.</content>
public sealed partial class WskDatagramSocket
{
    private const long DefaultReceiveLimit = 64 * 1024;

    private readonly IrpQueue _receives = new("WSK receives");
    private NetBufferListQueue _received;
    private long _queuedBytes;
    private long _receiveLimit = DefaultReceiveLimit;
    private bool _pumping;

    /// <summary>Datagrams dropped because nobody took those that wait.</summary>
    public long Overflows { get; private set; }

    /// <summary>Copies the next datagram into a buffer; what does not fit is lost.</summary>
    /// <param name="buffer">Where the payload goes.</param>
    /// <param name="remote">Receives the sender's address and the rest of what is known before the request completes; null when nobody asks.</param>
    /// <param name="irp">Completes with a datagram: Information is the byte count, status BufferOverflow when it was cut; or with the ICMP error that came back for a datagram of ours.</param>
    /// <returns>Success, BufferOverflow, Pending, InvalidParameter, InvalidDeviceState.</returns>
    [WindowsDdi("WskReceiveFrom")]
    public NtStatus ReceiveFrom(in WskBuffer buffer, WskAddressBuffer? remote, Irp irp)
    {
        IoStackLocation location = Begin(irp, WskMinorFunction.ReceiveFrom);
        NtStatus status = CheckSend();
        if (status.IsSuccess && !buffer.IsValid)
        {
            status = NtStatus.InvalidParameter;
        }

        if (!status.IsSuccess)
        {
            return irp.CompleteRequest(status);
        }

        location.Argument1 = buffer.Mdl;
        location.Argument2 = remote;
        location.Value1 = (ulong)buffer.Offset;
        location.Value2 = (ulong)buffer.Length;
        if (_pumping || !_receives.IsEmpty || _received.IsEmpty)
        {
            _receives.Insert(irp);
            return NtStatus.Pending;
        }

        // Requests of the completion routine queue up and are served by the pump, not on a growing stack.
        Hold();
        _pumping = true;
        (status, int bytes) = CopyNext(location);
        status = irp.CompleteRequest(status, (nuint)bytes);
        _pumping = false;
        Pump();
        Unhold();
        return status;
    }

    void IDatagramClient.OnReceive(ref NetBufferListChain lists)
    {
        Wsk.TraceReceive(lists.Head);
        NetBufferListChain refused = default;
        while (lists.RemoveFirst() is { } list)
        {
            int length = list.FirstNetBuffer.DataLength;
            if (IsFull(length))
            {
                // The client may have room for what waits; only what it leaves counts as full.
                Pump();
            }

            if (IsFull(length) || IsClosing || IsForcedClosed)
            {
                Overflows++;
                Wsk.Kernel.Drops.Count(WskDropReasons.ReceiveBufferFull, list.CorrelationId, length);
                refused.Add(list);
                continue;
            }

            _queuedBytes += length;
            _received.Enqueue(list);
        }

        if (!refused.IsEmpty)
        {
            _endpoint!.Return(ref refused);
        }

        Pump();
    }

    void IDatagramClient.OnError(in IpEndpoint remote, NtStatus status)
    {
        // WSK has no event for it; a pending receive tells, as Winsock's does.
        if (_receives.RemoveNext() is { } irp)
        {
            if (irp.CurrentStackLocation.Argument2 is WskAddressBuffer buffer)
            {
                buffer.Address = Present(remote);
            }

            irp.Complete(status);
        }
    }

    private protected override void OnEventsEnabled() => Pump();

    private bool IsFull(int length) => _queuedBytes + length > _receiveLimit && _queuedBytes > 0;

    private void Pump()
    {
        if (_pumping)
        {
            return;
        }

        Hold();
        _pumping = true;
        while (!IsClosing && !IsForcedClosed && !_received.IsEmpty && (TryServeRequest() || TryIndicate()))
        {
        }

        _pumping = false;
        Unhold();
    }

    private bool TryServeRequest()
    {
        if (_receives.RemoveNext() is not { } irp)
        {
            return false;
        }

        (NtStatus status, int bytes) = CopyNext(irp.CurrentStackLocation);
        irp.Complete(status, (nuint)bytes);
        return true;
    }

    private (NtStatus Status, int Bytes) CopyNext(IoStackLocation location)
    {
        _received.TryDequeue(out NetBufferList? list);
        NetBuffer source = list!.FirstNetBuffer;
        int length = source.DataLength;
        int count = Math.Min(length, (int)location.Value2);
        if (count > 0)
        {
            var target = (Mdl)location.Argument1!;
            int offset = (int)location.Value1;
            MdlCopy.FromNetBuffer(source, ref target, ref offset, count);
            Wsk.Kernel.Copies.Add(CopyKind.StackReceive, count);
        }

        if (location.Argument2 is WskAddressBuffer buffer)
        {
            Describe(buffer, list.Network, isCut: count < length);
        }

        _queuedBytes -= length;
        NetBufferListChain done = new(list);
        _endpoint!.Return(ref done);
        return (count < length ? NtStatus.BufferOverflow : NtStatus.Success, count);
    }

    private void Describe(WskAddressBuffer buffer, in NetworkLayerInfo network, bool isCut)
    {
        buffer.Address = Present(new IpEndpoint(network.Source, network.SourcePort));
        buffer.LocalAddress = Present(new IpEndpoint(network.Destination, network.DestinationPort));
        buffer.InterfaceIndex = network.InterfaceIndex;
        buffer.HopLimit = network.HopLimit;
        buffer.TrafficClass = network.TrafficClass;
        buffer.Flags = (isCut ? WskMessageFlags.Truncated : WskMessageFlags.None)
            | (IsBroadcast(network) ? WskMessageFlags.Broadcast : WskMessageFlags.None)
            | (network.Destination.Unmap().IsMulticast ? WskMessageFlags.Multicast : WskMessageFlags.None);
    }

    // A subnet broadcast looks like a unicast address from here: only IP knows the prefix.
    private static bool IsBroadcast(in NetworkLayerInfo network) => network.Destination.Unmap().IsLimitedBroadcast;

    private void DiscardReceived()
    {
        if (_received.IsEmpty)
        {
            return;
        }

        for (NetBufferList? list = _received.Head; list is not null; list = list.Next)
        {
            Wsk.Kernel.Drops.Count(WskDropReasons.NeverReceived, list.CorrelationId, list.FirstNetBuffer.DataLength);
        }

        NetBufferListChain chain = _received.TakeAll();
        _queuedBytes = 0;
        _endpoint!.Return(ref chain);
    }
}
