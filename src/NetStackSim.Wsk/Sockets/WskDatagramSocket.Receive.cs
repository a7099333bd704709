using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>Receiving datagrams.</content>
public sealed partial class WskDatagramSocket
{
    /// <summary>Copies the next datagram into a buffer; what does not fit is lost.</summary>
    /// <param name="buffer">Where the payload goes.</param>
    /// <param name="remote">Receives the sender's address before the request completes; null when nobody asks.</param>
    /// <param name="irp">Completes with a datagram: Information is the byte count, status BufferOverflow when it was cut.</param>
    /// <returns>Success, BufferOverflow, Pending, InvalidParameter, InvalidDeviceState.</returns>
    [WindowsDdi("WskReceiveFrom")]
    public NtStatus ReceiveFrom(in WskBuffer buffer, WskAddressBuffer? remote, Irp irp)
    {
        IoStackLocation location = Begin(irp, WskMinorFunction.ReceiveFrom);
        if (IsClosing || !_bound)
        {
            return irp.CompleteRequest(NtStatus.InvalidDeviceState);
        }

        if (!buffer.IsValid)
        {
            return irp.CompleteRequest(NtStatus.InvalidParameter);
        }

        location.Argument1 = buffer.Mdl;
        location.Argument2 = remote;
        location.Value1 = (ulong)buffer.Offset;
        location.Value2 = (ulong)buffer.Length;
        if (_receives.IsEmpty && !_received.IsEmpty && !_pumping)
        {
            (NtStatus status, int bytes) = CopyNext(irp);
            return irp.CompleteRequest(status, (nuint)bytes);
        }

        _receives.Insert(irp);
        return NtStatus.Pending;
    }

    /// <summary>Gives back datagrams that a receive event kept by returning Pending.</summary>
    /// <param name="datagrams">The whole list as it was indicated.</param>
    /// <returns>Success or InvalidParameter.</returns>
    [WindowsDdi("WskRelease")]
    public NtStatus Release(WskDatagramIndication datagrams)
    {
        ArgumentNullException.ThrowIfNull(datagrams);
        if (datagrams.List is null)
        {
            return NtStatus.InvalidParameter;
        }

        NetBufferListChain chain = default;
        Reclaim(datagrams, ref chain);
        _retained--;
        _endpoint?.Return(ref chain);
        return NtStatus.Success;
    }

    void IDatagramClient.OnReceive(ref NetBufferListChain lists)
    {
        NetBufferListChain refused = default;
        while (lists.RemoveFirst() is { } list)
        {
            int length = list.FirstNetBuffer.DataLength;
            if (IsFull(length))
            {
                // The client may have room for what waits; only what it leaves counts as full.
                PumpReceives();
            }

            if (IsFull(length))
            {
                Overflows++;
                Wsk.Kernel.Drops.Count(WskDropReasons.ReceiveBufferFull, list.CorrelationId, length);
                refused.Add(list);
                continue;
            }

            _queuedBytes += length;
            _received.Enqueue(list);
        }

        PumpReceives();

        if (!refused.IsEmpty)
        {
            _endpoint!.Return(ref refused);
        }
    }

    private bool IsFull(int length) => _queuedBytes + length > _receiveLimit && _queuedBytes > 0;

    private void PumpReceives()
    {
        if (_pumping)
        {
            return;
        }

        _pumping = true;
        while (!IsClosing && !_received.IsEmpty && (TryServeRequest() || TryIndicate()))
        {
        }

        _pumping = false;
    }

    private bool TryServeRequest()
    {
        if (_receives.RemoveNext() is not { } irp)
        {
            return false;
        }

        (NtStatus status, int bytes) = CopyNext(irp);
        irp.Complete(status, (nuint)bytes);
        return true;
    }

    private (NtStatus Status, int Bytes) CopyNext(Irp irp)
    {
        IoStackLocation location = irp.CurrentStackLocation;
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

        if (location.Argument2 is WskAddressBuffer remote)
        {
            remote.Address = new IpEndpoint(list.Network.Source, list.Network.SourcePort);
        }

        _queuedBytes -= length;
        NetBufferListChain done = default;
        done.Add(list);
        _endpoint!.Return(ref done);
        return (count < length ? NtStatus.BufferOverflow : NtStatus.Success, count);
    }

    private bool TryIndicate()
    {
        if (_events is null || !_eventState.IsEnabled(WskEventMask.ReceiveFrom))
        {
            return false;
        }

        if (MakeIndication() is not { } datagrams)
        {
            return false;
        }

        _retained++;
        _eventState.Enter(WskEventMask.ReceiveFrom);
        NtStatus status = _events.ReceiveFrom(this, WskEventFlags.AtDispatchLevel, datagrams);
        _eventState.Leave(WskEventMask.ReceiveFrom);
        if (status == NtStatus.Pending)
        {
            return true;
        }

        _retained--;
        NetBufferListChain chain = default;
        int bytes = Reclaim(datagrams, ref chain);
        if (status != NtStatus.DataNotAccepted)
        {
            _endpoint!.Return(ref chain);
            return true;
        }

        if (!_eventState.IsStatic(WskEventMask.ReceiveFrom))
        {
            _eventState.Disable(WskEventMask.ReceiveFrom);
        }

        _queuedBytes += bytes;
        _received.EnqueueFirst(ref chain);
        return false;
    }

    private WskDatagramIndication? MakeIndication()
    {
        WskDatagramIndication? first = null;
        WskDatagramIndication? last = null;
        while (_received.Head is { } list && Wsk.DatagramIndications.TryRent(out WskDatagramIndication? datagram))
        {
            _received.TryDequeue(out _);
            Describe(datagram, list);
            if (last is null)
            {
                first = datagram;
            }
            else
            {
                last.Next = datagram;
            }

            last = datagram;
        }

        return first;
    }

    private void Describe(WskDatagramIndication datagram, NetBufferList list)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        ref NetworkLayerInfo network = ref list.Network;
        _queuedBytes -= buffer.DataLength;
        datagram.List = list;
        datagram.Next = null;
        datagram.Buffer = new WskBuffer(buffer.CurrentMdl, buffer.CurrentMdlOffset, buffer.DataLength);
        datagram.RemoteAddress = new IpEndpoint(network.Source, network.SourcePort);
        datagram.LocalAddress = new IpEndpoint(network.Destination, network.DestinationPort);
        datagram.InterfaceIndex = network.InterfaceIndex;
        datagram.HopLimit = network.HopLimit;
        datagram.TrafficClass = network.TrafficClass;
    }

    private int Reclaim(WskDatagramIndication first, ref NetBufferListChain chain)
    {
        int bytes = 0;
        for (WskDatagramIndication? datagram = first; datagram is not null;)
        {
            WskDatagramIndication? next = datagram.Next;
            bytes += datagram.List!.FirstNetBuffer.DataLength;
            chain.Add(datagram.List);
            Wsk.DatagramIndications.Return(datagram);
            datagram = next;
        }

        return bytes;
    }
}
