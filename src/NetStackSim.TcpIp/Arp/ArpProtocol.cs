using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>ARP on one interface (RFC 826, RFC 1122 section 2.3.2, RFC 5227): answers, learns, asks for <see cref="Neighbour"/>s, checks our own addresses.</summary>
internal sealed class ArpProtocol : INeighbourDiscovery, IAddressProbe, INetBufferListOwner
{
    private const long DefendInterval = 10_000_000_000;

    private readonly TcpIpStack _stack;
    private readonly IpInterface _interface;
    private readonly string _component;
    private long _lastDefence = -DefendInterval;

    internal ArpProtocol(TcpIpStack stack, IpInterface owner)
    {
        _stack = stack;
        _interface = owner;
        _component = stack.TraceComponent("arp");
    }

    /// <summary>Takes ARP frames; data starts behind the MAC header.</summary>
    internal void Receive(ref NetBufferListChain chain)
    {
        if (_stack.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_stack.Kernel, trace, TraceKind.Deliver, _component, chain.Head, ArpPacket.Size);
        }

        Span<byte> scratch = stackalloc byte[ArpPacket.Size];
        while (chain.RemoveFirst() is { } list)
        {
            int copied = list.FirstNetBuffer.CopyTo(0, scratch);
            DropCause? cause = ArpPacket.TryParse(scratch[..copied], out ArpPacket packet, out ParseError error)
                ? Process(packet)
                : CauseOf(error);
            if (cause is not null)
            {
                _stack.Drops.Drop(cause, IpFamily.V4, list);
            }

            _stack.Ip.ReturnReceived(list);
        }
    }

    /// <inheritdoc/>
    public void Solicit(Neighbour neighbour, bool unicast)
    {
        if (!SourceAddressSelection.TrySelect(neighbour.Address, _interface, out IpAddress source))
        {
            return;
        }

        MacAddress destination = unicast ? neighbour.LinkAddress : MacAddress.Broadcast;
        Send(ArpOperation.Request, destination, source, MacAddress.None, neighbour.Address);
    }

    /// <inheritdoc/>
    public void Probe(InterfaceAddress address) =>
        Send(ArpOperation.Request, MacAddress.Broadcast, IpAddress.AnyV4, MacAddress.None, address.Address);

    /// <inheritdoc/>
    public void Announce(InterfaceAddress address) =>
        Send(ArpOperation.Request, MacAddress.Broadcast, address.Address, MacAddress.None, address.Address);

    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        while (chain.RemoveFirst() is { } list)
        {
            list.Free();
        }
    }

    private static DropCause CauseOf(ParseError error) => error switch
    {
        ParseError.TooShort => LinkDrops.ArpTooShort,
        ParseError.BadType => LinkDrops.ArpBadType,
        _ => LinkDrops.ArpBadLength,
    };

    private DropCause? Process(in ArpPacket packet)
    {
        if (packet.Operation is not (ArpOperation.Request or ArpOperation.Reply))
        {
            return LinkDrops.ArpBadOperation;
        }

        IpAddress sender = packet.SenderAddress;
        MacAddress senderMac = packet.SenderMac;
        if (senderMac.IsMulticast || senderMac == MacAddress.None)
        {
            return LinkDrops.ArpSenderIsGroup;
        }

        if (sender.IsMulticast || sender.IsLoopback || sender.IsReserved || _interface.IsBroadcast(sender))
        {
            return LinkDrops.ArpSenderAddressInvalid;
        }

        DropCause? conflict = CheckConflict(packet);
        return conflict ?? Answer(packet);
    }

    // RFC 5227 sections 2.1.1 and 2.4.
    private DropCause? CheckConflict(in ArpPacket packet)
    {
        if (packet.SenderMac == _interface.PhysicalAddress)
        {
            return null;
        }

        if (_interface.FindAddress(packet.SenderAddress) is { } ours)
        {
            OnConflict(ours);
            return LinkDrops.ArpAddressConflict;
        }

        if (packet.IsProbe && _interface.FindAddress(packet.TargetAddress) is { State: DadState.Tentative } wanted)
        {
            OnConflict(wanted);
            return LinkDrops.ArpAddressConflict;
        }

        return null;
    }

    private void OnConflict(InterfaceAddress address)
    {
        if (address.State == DadState.Tentative)
        {
            _stack.OnAddressDuplicate(address);
        }
        else if (address.IsUsable && _stack.Kernel.Now - _lastDefence >= DefendInterval)
        {
            _lastDefence = _stack.Kernel.Now;
            Announce(address);
        }
    }

    private DropCause? Answer(in ArpPacket packet)
    {
        IpAddress sender = packet.SenderAddress;
        NeighbourCache cache = _interface.V4.Neighbours!;
        bool isProbe = sender.IsUnspecified;
        Neighbour? known = isProbe ? null : cache.Find(sender);
        bool forUs = _interface.FindAddress(packet.TargetAddress) is { IsUsable: true };
        if (known is not null)
        {
            Update(known, packet, forUs);
        }

        if (!forUs)
        {
            return known is null ? LinkDrops.ArpNotForUs : null;
        }

        if (known is null && !isProbe)
        {
            cache.GetOrAdd(sender).Learn(packet.SenderMac);
        }

        if (packet.Operation == ArpOperation.Request)
        {
            Send(ArpOperation.Reply, packet.SenderMac, packet.TargetAddress, packet.SenderMac, sender);
        }

        return null;
    }

    // A reply to us while we are asking is a confirmation; everything else only tells an address (RFC 826's merge step).
    private static void Update(Neighbour neighbour, in ArpPacket packet, bool forUs)
    {
        bool asked = neighbour.State is NeighbourState.Incomplete or NeighbourState.Probe or NeighbourState.Delay;
        if (packet.Operation == ArpOperation.Reply && forUs && asked)
        {
            neighbour.Confirm(packet.SenderMac);
        }
        else
        {
            neighbour.Learn(packet.SenderMac);
        }
    }

    private void Send(ArpOperation operation, MacAddress destination, in IpAddress sender, MacAddress targetMac, in IpAddress target)
    {
        if (!_stack.Buffers.TryRent(EthernetHeader.Size + ArpPacket.Size, out NetBufferList? list))
        {
            _stack.Drops.Drop(IpDrops.SendAllocation, IpFamily.V4, null);
            return;
        }

        NetBuffer buffer = list.FirstNetBuffer;
        buffer.DataLength = EthernetHeader.Size + ArpPacket.Size;
        Span<byte> frame = buffer.GetWritable(buffer.DataLength);
        EthernetHeader.Write(frame, destination, _interface.PhysicalAddress, EtherTypes.Arp);
        ArpPacket.Write(frame[EthernetHeader.Size..], operation, _interface.PhysicalAddress, sender, targetMac, target);
        list.Owner = this;
        list.Network.IpHeaderSize = 0;
        list.CorrelationId = _stack.Kernel.NextCorrelationId();
        if (_stack.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_stack.Kernel, trace, TraceKind.SendDown, _component, list, ArpPacket.Size);
        }

        NetBufferListChain chain = new(list);
        _interface.Link.Send(ref chain);
    }
}
