using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <content>The receive event and the datagrams that its client retains.</content>
public sealed partial class WskDatagramSocket
{
    private WskDatagramIndication? _reserve;
    private int _retained;
    private bool _reserveIsOut;

    /// <summary>Gives back datagrams that a receive event kept by returning Pending.</summary>
    /// <param name="datagrams">The whole list as it was indicated.</param>
    /// <returns>Success; InvalidParameter for anything but the first one of a list that this socket's client retains.</returns>
    [WindowsDdi("WskRelease")]
    public NtStatus Release(WskDatagramIndication datagrams)
    {
        ArgumentNullException.ThrowIfNull(datagrams);
        if (datagrams.RetainedFrom != this)
        {
            return NtStatus.InvalidParameter;
        }

        Hold();
        NetBufferListChain chain = default;
        Reclaim(datagrams, ref chain);
        _retained--;
        _endpoint!.Return(ref chain);

        // What a shortage of indications left behind.
        Pump();
        Unhold();
        return NtStatus.Success;
    }

    private bool TryIndicate()
    {
        if (_client is not { } client || !IsEventOn(WskEventMask.ReceiveFrom) || MakeIndication(out WskEventFlags flags) is not { } datagrams)
        {
            return false;
        }

        EnterCallback(WskEventMask.ReceiveFrom);
        datagrams.RetainedFrom = this;
        _retained++;
        NtStatus status = client.ReceiveFrom(this, flags | LevelFlag, datagrams);
        bool goesOn = status == NtStatus.Pending || TakeBack(datagrams, status);
        LeaveCallback(WskEventMask.ReceiveFrom);
        return goesOn;
    }

    /// <summary>WSK owns the datagrams again; false when the client did not want them and no further call makes sense.</summary>
    private bool TakeBack(WskDatagramIndication datagrams, NtStatus status)
    {
        if (datagrams.RetainedFrom != this)
        {
            Wsk.ReportReleasedAndReturned(this);
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

        if (!IsEventStatic(WskEventMask.ReceiveFrom))
        {
            DisableEvents(WskEventMask.ReceiveFrom);
        }

        _queuedBytes += bytes;
        _received.EnqueueFirst(ref chain);
        return false;
    }

    /// <summary>Describes what waits, as far as datagrams have the same delivery flags: the flags are the call's, not the datagram's.</summary>
    private WskDatagramIndication? MakeIndication(out WskEventFlags flags)
    {
        WskDatagramIndication? first = null;
        WskDatagramIndication? last = null;
        flags = WskEventFlags.None;
        while (_received.Head is { } list)
        {
            WskEventFlags delivery = DeliveryFlags(list.Network);
            if ((first is not null && delivery != flags) || TryRentIndication(isFirst: first is null) is not { } datagram)
            {
                break;
            }

            flags = delivery;
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

    private static WskEventFlags DeliveryFlags(in NetworkLayerInfo network)
    {
        IpAddress destination = network.Destination.Unmap();
        return destination.IsMulticast ? WskEventFlags.Multicast : destination.IsLimitedBroadcast ? WskEventFlags.Broadcast : WskEventFlags.None;
    }

    /// <summary>From the pool; when that has none, one of the socket's own keeps datagrams coming, one by one.</summary>
    private WskDatagramIndication? TryRentIndication(bool isFirst)
    {
        if (Wsk.DatagramIndications.TryRent(out WskDatagramIndication? datagram))
        {
            return datagram;
        }

        if (!isFirst || _reserveIsOut)
        {
            return null;
        }

        _reserveIsOut = true;
        return _reserve ??= new WskDatagramIndication();
    }

    private void Describe(WskDatagramIndication datagram, NetBufferList list)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        ref NetworkLayerInfo network = ref list.Network;
        _queuedBytes -= buffer.DataLength;
        datagram.List = list;
        datagram.Buffer = new WskBuffer(buffer.CurrentMdl, buffer.CurrentMdlOffset, buffer.DataLength);
        datagram.RemoteAddress = Present(new IpEndpoint(network.Source, network.SourcePort));
        datagram.LocalAddress = Present(new IpEndpoint(network.Destination, network.DestinationPort));
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
            if (ReferenceEquals(datagram, _reserve))
            {
                WskPools.Clear(datagram);
                _reserveIsOut = false;
            }
            else
            {
                Wsk.DatagramIndications.Return(datagram);
            }

            datagram = next;
        }

        return bytes;
    }
}
