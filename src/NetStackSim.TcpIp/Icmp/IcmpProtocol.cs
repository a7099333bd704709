using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>ICMP of one family as a transport of IP: answers echo requests, hands errors to the transports, neighbour discovery to its interface.</summary>
internal sealed class IcmpProtocol : ITransportProtocol
{
    private const int HeaderSize = Icmp4Header.Size;

    /// <summary>A marker, not a reason: the inspection has counted the block.</summary>
    internal static readonly DropCause Filtered = DropCause.Of(GeneralDrop.FirewallPolicy, InspectionLayer.InboundTransport);

    /// <summary>A marker, not a reason: the packet belongs to the inspector.</summary>
    internal static readonly DropCause Absorbed = DropCause.Of(NetworkDrop.InspectionAbsorb, InspectionLayer.InboundTransport);

    private readonly TcpIpStack _stack;
    private readonly IpFamily _family;
    private readonly EchoResponder _echo;
    private readonly IcmpErrorReceiver _errors;
    private readonly InspectionPoint _inboundTransport;
    private readonly string _component;

    internal IcmpProtocol(TcpIpStack stack, IpFamily family)
    {
        _stack = stack;
        _family = family;
        _echo = new EchoResponder(stack, family, Statistics);
        _errors = new IcmpErrorReceiver(stack, family, Statistics);
        _inboundTransport = stack.Inspection[InspectionLayer.InboundTransport, family];
        _component = stack.TraceComponent("icmp");
    }

    /// <inheritdoc/>
    public byte Protocol => IcmpFormat.Protocol(_family);

    internal IcmpStatistics Statistics { get; } = new();

    /// <inheritdoc/>
    public void Receive(ref NetBufferListChain chain)
    {
        Statistics.InMessagesCount += chain.Count;
        if (_stack.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_stack.Kernel, trace, TraceKind.Deliver, _component, chain.Head, HeaderSize);
        }

        Span<byte> header = stackalloc byte[HeaderSize];
        while (chain.RemoveFirst() is { } list)
        {
            list.Network.TransportHeaderSize = HeaderSize;
            DropCause? cause = Check(list, header) ?? Inspect(list, header);
            bool taken = false;
            if (cause is null)
            {
                cause = Process(list, header, ref taken);
            }

            if (cause is not null)
            {
                Drop(list, cause);
            }
            else if (!taken)
            {
                _stack.Ip.ReturnReceived(list);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>An error about an echo request of ours.</remarks>
    public void OnIcmpError(in IcmpErrorInfo error) => _stack.Icmp.Echo.OnError(_family, error);

    /// <inheritdoc/>
    public void OnPathMtuChanged(in IpAddress destination, int mtu)
    {
    }

    /// <inheritdoc/>
    /// <remarks>Echo messages have a flow: that of their request.</remarks>
    public void DescribeFlow(ref InspectionContext context)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        byte request = IcmpFormat.EchoRequest(_family);
        bool isEcho = context.LocalPort == request || context.LocalPort == IcmpFormat.EchoReply(_family);
        if (isEcho && context.List is { } list && list.FirstNetBuffer.CopyTo(0, header) == HeaderSize)
        {
            PacketInspection.DescribeEcho(ref context, header);
            _stack.Icmp.DescribeEchoFlow(ref context, request, 0);
        }
    }

    private DropCause? Check(NetBufferList list, Span<byte> header)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        if (buffer.CopyTo(0, header) < HeaderSize)
        {
            return IcmpDrops.TooShort;
        }

        if ((list.Network.Flags & NetworkFlags.Loopback) != 0)
        {
            return null;
        }

        uint sum = MessageChecksum.Sum(buffer);
        if (_family == IpFamily.V6)
        {
            sum += InternetChecksum.PseudoHeader(list.Network.Source, list.Network.Destination, Protocol, (uint)buffer.DataLength);
        }

        return InternetChecksum.IsValid(sum) ? null : IcmpDrops.BadChecksum;
    }

    // INBOUND_TRANSPORT for ICMP: data at the ICMP header. Errors have a layer of their own.
    private DropCause? Inspect(NetBufferList list, ReadOnlySpan<byte> header)
    {
        bool isNeighbourDiscovery = _family == IpFamily.V6 && header[0] == (byte)Icmp6Type.Redirect;
        if (_inboundTransport.Handler is not { } handler || (IcmpFormat.IsError(_family, header[0]) && !isNeighbourDiscovery))
        {
            return null;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound: true);
        PacketInspection.DescribePorts(ref context, header[0], header[1]);
        DescribeFlow(ref context);
        return PacketInspection.Run(_inboundTransport, handler, ref context, _stack.Drops) switch
        {
            InspectionAction.Permit => null,
            InspectionAction.Block => Filtered,
            _ => Absorbed,
        };
    }

    private void Drop(NetBufferList list, DropCause cause)
    {
        if (ReferenceEquals(cause, Absorbed))
        {
            return;
        }

        if (!ReferenceEquals(cause, Filtered))
        {
            Statistics.InErrorsCount++;
            _stack.Drops.Drop(cause, _family, list);
        }

        _stack.Ip.ReturnReceived(list);
    }

    private DropCause? Process(NetBufferList list, ReadOnlySpan<byte> header, ref bool taken)
    {
        byte type = header[0];
        if (type == IcmpFormat.EchoRequest(_family))
        {
            return _echo.Answer(list, header, ref taken);
        }

        if (type == IcmpFormat.EchoReply(_family))
        {
            Statistics.InEchoRepliesCount++;
            return ProcessReply(list, header);
        }

        return _family == IpFamily.V4 ? ProcessV4(list, type) : ProcessV6(list, type);
    }

    // A reply belongs to the flow of its request: no authorisation, DATAGRAM_DATA at once.
    private DropCause? ProcessReply(NetBufferList list, ReadOnlySpan<byte> header)
    {
        if (!_stack.Icmp.Echo.IsExpected(list, header))
        {
            return IcmpDrops.EchoReplyUnexpected;
        }

        if (_stack.Inspection[InspectionLayer.Datagram, _family] is { Handler: { } handler } point)
        {
            InspectionContext context = default;
            PacketInspection.Describe(ref context, list, inbound: true);
            PacketInspection.DescribePorts(ref context, header[0], header[1]);
            DescribeFlow(ref context);
            InspectionAction action = PacketInspection.Run(point, handler, ref context, _stack.Drops);
            if (action != InspectionAction.Permit)
            {
                return action == InspectionAction.Block ? Filtered : Absorbed;
            }
        }

        _stack.Icmp.Echo.OnReply(list, header);
        return null;
    }

    private DropCause? ProcessV4(NetBufferList list, byte type) => (Icmp4Type)type switch
    {
        Icmp4Type.DestinationUnreachable or Icmp4Type.TimeExceeded or Icmp4Type.ParameterProblem => _errors.Receive(list),
        Icmp4Type.Redirect => _errors.ReceiveRedirect(list),
        Icmp4Type.SourceQuench => _errors.ReceiveIgnored(list, IcmpDrops.SourceQuench),
        Icmp4Type.Timestamp or Icmp4Type.AddressMask or Icmp4Type.RouterSolicitation or Icmp4Type.RouterAdvertisement => IcmpDrops.NotAnswered,
        _ => IcmpDrops.UnknownType,
    };

    private DropCause? ProcessV6(NetBufferList list, byte type)
    {
        switch ((Icmp6Type)type)
        {
            case >= Icmp6Type.RouterSolicitation and <= Icmp6Type.Redirect:
                return _stack.NdpOf(list.Network.InterfaceIndex) is { } ndp ? ndp.Receive(list) : IcmpDrops.NotAnswered;
            case Icmp6Type.MulticastListenerQuery or Icmp6Type.MulticastListenerReport or Icmp6Type.MulticastListenerDone or Icmp6Type.MulticastListenerReportV2:
                return IcmpDrops.GroupManagementIgnored;
        }

        // RFC 4443 section 2.4(a,b): unknown errors go up, unknown informational messages are dropped.
        return IcmpFormat.IsError(IpFamily.V6, type) ? _errors.Receive(list) : IcmpDrops.UnknownInformational;
    }
}
