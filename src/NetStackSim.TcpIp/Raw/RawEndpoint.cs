using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A raw endpoint (<c>SOCK_RAW</c>): packets of one IP protocol without a transport in between, and, when it asks for that, everything on its interface.</summary>
/// <remarks>It has no ports; where the layers of ALE show ports stand zeros, or type and code of ICMP.</remarks>
internal sealed class RawEndpoint : DatagramEndpoint
{
    private readonly RawProtocol _raw;
    private readonly RawSender _sender;
    private readonly InspectionPoint _inbound;
    private readonly InspectionPoint _datagram;
    private IpInterface? _tapped;

    internal RawEndpoint(TcpIpStack stack, in EndpointOptions options, IDatagramClient client)
        : base(stack, options, client)
    {
        _raw = stack.Raw;
        _inbound = stack.Inspection[InspectionLayer.InboundTransport, options.Family];
        _datagram = stack.Inspection[InspectionLayer.Datagram, options.Family];
        _sender = new RawSender(_raw, this);
        Use(_sender);
    }

    /// <inheritdoc/>
    public override InspectionFlags EndpointFlags => InspectionFlags.RawEndpoint;

    /// <inheritdoc/>
    internal override ulong RawHandle => Handle;

    /// <inheritdoc/>
    private protected override string TraceComponent => _raw.Component;

    private bool IsIcmp => Protocol == IcmpFormat.Protocol(Family);

    /// <inheritdoc/>
    public override NtStatus SetOption(TransportOption option, long value)
    {
        switch (option)
        {
            case TransportOption.HeaderIncluded:
                _sender.IncludesHeader = value != 0;
                return NtStatus.Success;
            case TransportOption.ReceiveAll:
                return value is >= 0 and <= (long)ReceiveAllMode.IpLevel ? ReceiveAll((ReceiveAllMode)value) : NtStatus.InvalidParameter;
            default:
                return base.SetOption(option, value);
        }
    }

    /// <summary>True for a packet that is copied to this endpoint.</summary>
    internal bool Wants(in NetworkLayerInfo network)
    {
        bool isOurs = IsOpen && network.Destination.Family == Family && (Protocol == 0 || Protocol == network.Protocol);
        return isOurs
            && (Local.Address.IsUnspecified || Local.Address == network.Destination || (network.Flags & NetworkFlags.GroupDestination) != 0)
            && (!FiltersReceives || Remote.Address == network.Source);
    }

    /// <summary>Takes a copy; data at the IP payload.</summary>
    internal void Receive(NetBufferList list)
    {
        Span<byte> header = stackalloc byte[Icmp4Header.Size];
        bool isMessage = IsIcmp && list.FirstNetBuffer.CopyTo(0, header) == header.Length;
        (ushort local, ushort remote) = isMessage ? (header[0], header[1]) : ((ushort)0, (ushort)0);
        ReadOnlySpan<byte> echo = isMessage && IcmpFormat.IsEcho(Family, header[0]) ? header : default;
        bool isError = isMessage && IcmpFormat.IsError(Family, header[0]);
        local = !echo.IsEmpty ? RequestType(list, header[0], echo) : local;
        if (!IsOpen || !PermitsTransport(list, local, remote, echo, isError))
        {
            return;
        }

        // Errors have a layer of their own and are not authorised.
        if (isError ? TryHoldError(list) : Accepts(list, local, remote, echo))
        {
            Show(list);
        }
    }

    /// <summary>A packet of the tapped interface, from its IP header on; no filter is asked.</summary>
    internal void ReceiveTapped(NetBufferList list)
    {
        if (IsOpen && Family == list.Network.Source.Family && HasRoom(list, list.FirstNetBuffer.DataLength))
        {
            Hold(list, list.FirstNetBuffer.DataLength);
            NetBufferListChain one = new(list);
            Deliver(ref one);
        }
    }

    /// <inheritdoc/>
    internal override InspectionAction ShowDatagram(NetBufferList list, bool inbound)
    {
        if (_datagram.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound);
        _sender.DescribeFlow(ref context, list);
        return PacketInspection.Run(_datagram, handler, ref context, Stack.Drops);
    }

    /// <inheritdoc/>
    private protected override void OnReceiveBufferFull(NetBufferList list) => Stack.Drops.Drop(RawDrops.ReceiveBufferFull, Family, list);

    /// <inheritdoc/>
    private protected override NtStatus Claim(ref IpEndpoint wanted, AddressSharing sharing)
    {
        wanted = wanted.WithPort(0);
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    private protected override void Register() => _raw.Add(this);

    /// <inheritdoc/>
    private protected override void Unregister()
    {
        StopTapping();
        _raw.Remove(this);
    }

    // A reply belongs to the flow of its request, if this endpoint sent one.
    private ushort RequestType(NetBufferList list, byte type, ReadOnlySpan<byte> echo)
    {
        byte request = IcmpFormat.EchoRequest(Family);
        DatagramFlowKey key = DatagramFlows.ReplyKeyOf(list, request, 0, echo, RawHandle);
        return Stack.Flows.IsAlive(key) ? request : type;
    }

    // INBOUND_TRANSPORT: data at the IP payload.
    private bool PermitsTransport(NetBufferList list, ushort local, ushort remote, ReadOnlySpan<byte> echo, bool isError)
    {
        if (_inbound.Handler is not { } handler)
        {
            return true;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound: true);
        PacketInspection.DescribePorts(ref context, local, remote);
        context.Flags |= InspectionFlags.RawEndpoint;
        context.State = Stack.Flows.StateOf(list, this, local, remote, echo, out bool asks);
        context.EndpointHandle = Handle;
        context.Flags |= asks && !isError ? InspectionFlags.RequiresAleClassify : InspectionFlags.None;
        InspectionAction action = PacketInspection.Run(_inbound, handler, ref context, Stack.Drops);
        if (action == InspectionAction.Block)
        {
            Stack.Ip.ReturnReceived(list);
        }

        return action == InspectionAction.Permit;
    }

    private bool TryHoldError(NetBufferList list)
    {
        int length = list.FirstNetBuffer.DataLength;
        if (!HasRoom(list, length))
        {
            return false;
        }

        Hold(list, length);
        return true;
    }

    // IPv4 clients get the IP header too.
    private void Show(NetBufferList list)
    {
        if (Family == IpFamily.V4)
        {
            list.FirstNetBuffer.Retreat(list.Network.IpHeaderSize);
        }

        NetBufferListChain one = new(list);
        Deliver(ref one);
    }

    // SIO_RCVALL: the only layer that hears of it is ALE_RESOURCE_ASSIGNMENT.
    private NtStatus ReceiveAll(ReceiveAllMode mode)
    {
        if (!IsBound || Local.Address.IsUnspecified)
        {
            return NtStatus.InvalidDeviceState;
        }

        if (mode == ReceiveAllMode.Off)
        {
            StopTapping();
            return NtStatus.Success;
        }

        if (_tapped is not null)
        {
            return NtStatus.Success;
        }

        NtStatus status = Stack.Udp.Inspection.AuthoriseReceiveAll(this, Local, ReceiveAllCode);
        if (status.IsSuccess)
        {
            _tapped = Stack.Ip.For(Family).FindLocal(Local.Address, null)!.Interface;
            PacketTap.Add(_tapped, this, mode == ReceiveAllMode.On);
        }

        return status;
    }

    private const uint ReceiveAllCode = 0x98000001;

    private void StopTapping()
    {
        if (_tapped is not { } tapped)
        {
            return;
        }

        _tapped = null;
        PacketTap.Remove(tapped, this);
        Stack.Udp.Inspection.Release(this, Local);
    }
}
