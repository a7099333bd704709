using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>UDP of one host, both families (RFC 768, RFC 1122 section 4.1, RFC 8200 section 8.1).</summary>
internal sealed partial class UdpProtocol : ITransportProtocol
{
    // Handles of endpoints are unique on the host: those of TCP are below.
    private const ulong HandleBase = 1UL << 40;

    private const int HeaderSize = UdpHeader.Size;
    private const ReceiveChecksumInfo ChecksumGood = ReceiveChecksumInfo.UdpChecksumSucceeded | ReceiveChecksumInfo.Loopback;

    private readonly TcpIpStack _stack;
    private readonly InspectionPoint _inboundV4;
    private readonly InspectionPoint _inboundV6;
    private readonly InspectionPoint _datagramV4;
    private readonly InspectionPoint _datagramV6;
    private ulong _lastHandle;

    internal UdpProtocol(TcpIpStack stack)
    {
        _stack = stack;
        _inboundV4 = stack.Inspection[InspectionLayer.InboundTransport, IpFamily.V4];
        _inboundV6 = stack.Inspection[InspectionLayer.InboundTransport, IpFamily.V6];
        _datagramV4 = stack.Inspection[InspectionLayer.Datagram, IpFamily.V4];
        _datagramV6 = stack.Inspection[InspectionLayer.Datagram, IpFamily.V6];
        Inspection = new EndpointInspection(stack.Inspection, stack.Drops);
        Ports = new EphemeralPorts(stack.Profile, stack.Kernel.RandomStream("udp.ports"));
        Component = stack.TraceComponent("udp");
        SendPool = new NetBufferListPool(stack.Kernel, new NetBufferListPoolOptions { Name = "tcpip/udp-send", HeadRoom = 64, DataSize = HeaderSize });
    }

    /// <inheritdoc/>
    public byte Protocol => (byte)IpProtocol.Udp;

    internal UdpStatistics Statistics { get; } = new();

    internal UdpEndpointTable Endpoints { get; } = new();

    /// <summary>What asks the filter engine about endpoints.</summary>
    internal EndpointInspection Inspection { get; }

    internal EphemeralPorts Ports { get; }

    internal NetBufferListPool SendPool { get; }

    internal string Component { get; }

    internal TcpIpStack Stack => _stack;

    /// <summary>A handle for the next endpoint, unique on the host.</summary>
    internal ulong NextHandle() => HandleBase + ++_lastHandle;

    /// <inheritdoc/>
    public void Receive(ref NetBufferListChain chain)
    {
        if (_stack.Kernel.Trace is { } trace)
        {
            StackTrace.Chain(_stack.Kernel, trace, TraceKind.HeaderRemoved, Component, chain.Head, HeaderSize);
        }

        NetBufferListChain run = default;
        UdpEndpoint? runOf = null;
        while (chain.RemoveFirst() is { } list)
        {
            if (list.UdpCoalesce.SegmentCount > 1)
            {
                runOf?.DeliverCounted(ref run);
                runOf = null;
                ReceiveUnit(list);
                continue;
            }

            UdpEndpoint? endpoint = Process(list);
            if (endpoint is null)
            {
                continue;
            }

            if (endpoint != runOf)
            {
                runOf?.DeliverCounted(ref run);
                runOf = endpoint;
            }

            run.Add(list);
        }

        runOf?.DeliverCounted(ref run);
    }

    /// <inheritdoc/>
    public void OnIcmpError(in IcmpErrorInfo error)
    {
        UdpEndpoint? endpoint = Endpoints.Find(error.Local, error.LocalPort, error.Remote, error.RemotePort);
        if (endpoint is null)
        {
            return;
        }

        if (error.Kind == IcmpErrorKind.PacketTooBig)
        {
            _stack.Ip.LowerPathMtu(error.Remote, error.Mtu);
            return;
        }

        endpoint.OnError(new IpEndpoint(error.Remote, error.RemotePort), error.Status);
    }

    /// <inheritdoc/>
    public void OnPathMtuChanged(in IpAddress destination, int mtu)
    {
    }

    /// <inheritdoc/>
    public void DescribeFlow(ref InspectionContext context)
    {
        DatagramFlowKey key = new(context.LocalAddress, context.RemoteAddress, context.LocalPort, context.RemotePort, Protocol);
        context.State = _stack.Flows.StateOf(key);
        context.Send = context.List?.ProtocolReserved0 as DatagramSend;
        if (Endpoints.Find(context.LocalAddress, context.LocalPort, context.RemoteAddress, context.RemotePort) is { } endpoint)
        {
            context.EndpointHandle = endpoint.Handle;
        }
    }

    /// <summary>DATAGRAM_DATA: outbound data at the transport header, inbound at the payload.</summary>
    internal InspectionAction ShowDatagram(NetBufferList list, UdpEndpoint endpoint, bool inbound)
    {
        InspectionPoint point = list.Network.Source.IsV4 ? _datagramV4 : _datagramV6;
        if (point.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound);
        ushort local = inbound ? list.Network.DestinationPort : list.Network.SourcePort;
        ushort remote = inbound ? list.Network.SourcePort : list.Network.DestinationPort;
        PacketInspection.DescribePorts(ref context, local, remote);
        context.Process = endpoint.Process;
        context.EndpointHandle = endpoint.Handle;
        context.Send = inbound ? null : list.ProtocolReserved0 as DatagramSend;
        context.State = inbound
            ? _stack.Flows.StateOf(list, endpoint, local, remote, default, out _)
            : _stack.Flows.StateOf(new DatagramFlowKey(context.LocalAddress, context.RemoteAddress, local, remote, Protocol));
        return PacketInspection.Run(point, handler, ref context, _stack.Drops);
    }

    // The endpoint that the datagram goes to, data at the payload; null when it was dropped or delivered to several.
    private UdpEndpoint? Process(NetBufferList list)
    {
        DropCause? cause = ReadHeader(list);
        if (cause is not null)
        {
            Statistics.InErrorsCount++;
            return Drop(list, cause);
        }

        ref NetworkLayerInfo network = ref list.Network;
        bool toGroup = (network.Flags & NetworkFlags.GroupDestination) != 0;
        UdpEndpoint? endpoint = toGroup
            ? FirstOfGroup(Endpoints.First(network.DestinationPort), network)
            : Endpoints.Find(network.Destination, network.DestinationPort, network.Source, network.SourcePort);
        if (endpoint is null)
        {
            Statistics.NoPortsCount++;
            return toGroup ? Drop(list, UdpDrops.NoEndpointForGroup) : Refuse(list);
        }

        // What nobody waits for is shown at the discard layer only.
        InspectionPoint point = network.Source.IsV4 ? _inboundV4 : _inboundV6;
        if (point.Handler is { } handler && !Inspect(point, handler, list, endpoint))
        {
            return null;
        }

        if (toGroup)
        {
            DeliverToAll(list, endpoint);
            return null;
        }

        return endpoint.Accepts(list) ? endpoint : null;
    }

    private static UdpEndpoint? FirstOfGroup(UdpEndpoint? endpoint, in NetworkLayerInfo network)
    {
        while (endpoint is not null && !endpoint.TakesGroup(network))
        {
            endpoint = endpoint.NextOnPort;
        }

        return endpoint;
    }

    private DropCause? ReadHeader(NetBufferList list)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        Span<byte> scratch = stackalloc byte[HeaderSize];
        if (!buffer.TryGetContiguous(HeaderSize, scratch, out ReadOnlySpan<byte> header))
        {
            return UdpDrops.HeaderTooShort;
        }

        ref NetworkLayerInfo network = ref list.Network;
        network.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(header);
        network.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        network.TransportHeaderSize = HeaderSize;
        int length = BinaryPrimitives.ReadUInt16BigEndian(header[4..]);
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(header[6..]);
        if (length < HeaderSize || length > buffer.DataLength)
        {
            return length < HeaderSize ? UdpDrops.LengthBelowHeader : UdpDrops.LengthBeyondPayload;
        }

        buffer.DataLength = length;
        DropCause? wrong = CheckChecksum(list, checksum) ?? (network.DestinationPort == 0 ? UdpDrops.DestinationPortZero : null);
        if (wrong is null)
        {
            buffer.Advance(HeaderSize);
        }

        return wrong;
    }

    private DropCause? CheckChecksum(NetBufferList list, ushort checksum)
    {
        if (checksum == 0)
        {
            return list.Network.Source.IsV4 ? null : UdpDrops.ZeroChecksum;
        }

        ReceiveChecksumInfo offload = list.ReceiveChecksum;
        if ((offload & ChecksumGood) != 0)
        {
            return null;
        }

        if ((offload & ReceiveChecksumInfo.UdpChecksumFailed) != 0)
        {
            return UdpDrops.BadChecksum;
        }

        NetBuffer buffer = list.FirstNetBuffer;
        uint sum = InternetChecksum.PseudoHeader(list.Network.Source, list.Network.Destination, Protocol, (uint)buffer.DataLength);
        return InternetChecksum.IsValid(sum + MessageChecksum.Sum(buffer)) ? null : UdpDrops.BadChecksum;
    }

    // INBOUND_TRANSPORT: data at the payload.
    private bool Inspect(InspectionPoint point, IInspectionHandler handler, NetBufferList list, UdpEndpoint endpoint)
    {
        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound: true);
        PacketInspection.DescribePorts(ref context, list.Network.DestinationPort, list.Network.SourcePort);
        context.State = _stack.Flows.StateOf(list, endpoint, context.LocalPort, context.RemotePort, default, out bool asks);
        context.EndpointHandle = endpoint.Handle;
        context.Flags |= asks ? InspectionFlags.RequiresAleClassify : InspectionFlags.None;
        InspectionAction action = PacketInspection.Run(point, handler, ref context, _stack.Drops);
        if (action == InspectionAction.Block)
        {
            _stack.Ip.ReturnReceived(list);
        }

        return action == InspectionAction.Permit;
    }

    // RFC 1122 section 4.1.3.1. The discard layer may forbid the answer (stealth mode).
    private UdpEndpoint? Refuse(NetBufferList list)
    {
        bool suppressed = _stack.Drops.Drop(UdpDrops.NoEndpoint, list.Network.Source.Family, list);
        if (!suppressed)
        {
            // The quote starts at the IP header: data goes back to the transport header for it.
            list.FirstNetBuffer.Retreat(HeaderSize);
            _stack.Icmp.SendPortUnreachable(list);
        }

        _stack.Ip.ReturnReceived(list);
        return null;
    }

    // Broadcast and multicast go to every endpoint that matches; all but the last get copies.
    private void DeliverToAll(NetBufferList list, UdpEndpoint first)
    {
        UdpEndpoint last = first;
        while (FirstOfGroup(last.NextOnPort, list.Network) is { } next)
        {
            DeliverCopy(list, last);
            last = next;
        }

        if (last.Accepts(list))
        {
            NetBufferListChain one = new(list);
            last.DeliverCounted(ref one);
        }
    }

    private void DeliverCopy(NetBufferList list, UdpEndpoint endpoint)
    {
        if (!_stack.Buffers.TryCopy(list, out NetBufferList? copy))
        {
            _stack.Drops.Drop(UdpDrops.DuplicateAllocation, list.Network.Source.Family, list);
        }
        else if (endpoint.Accepts(copy))
        {
            NetBufferListChain one = new(copy);
            endpoint.DeliverCounted(ref one);
        }
    }

    private UdpEndpoint? Drop(NetBufferList list, DropCause cause)
    {
        _stack.Drops.Drop(cause, list.Network.Source.Family, list);
        _stack.Ip.ReturnReceived(list);
        return null;
    }
}
