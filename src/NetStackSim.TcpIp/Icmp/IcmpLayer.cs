using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>ICMP of one host: the protocol of each family, and the errors that the rest of the stack asks for.</summary>
internal sealed class IcmpLayer
{
    private readonly TcpIpStack _stack;
    private readonly IcmpErrorSender _errors;
    private readonly TokenBucket _redirects;

    internal IcmpLayer(TcpIpStack stack)
    {
        _stack = stack;
        _redirects = new TokenBucket(stack.Profile.IcmpErrorBurst, stack.Profile.IcmpErrorsPerSecond);
        V4 = new IcmpProtocol(stack, IpFamily.V4);
        V6 = new IcmpProtocol(stack, IpFamily.V6);
        _errors = new IcmpErrorSender(stack, this);
    }

    internal IcmpProtocol V4 { get; }

    internal IcmpProtocol V6 { get; }

    internal IcmpStatistics V4Statistics => V4.Statistics;

    internal IcmpStatistics V6Statistics => V6.Statistics;

    /// <summary>Echo clients of the host.</summary>
    internal EchoClients Echo { get; } = new();

    internal IcmpProtocol For(IpFamily family) => family == IpFamily.V4 ? V4 : V6;

    /// <summary>No transport for the protocol of a packet of ours.</summary>
    /// <param name="packet">The received packet; data anywhere, <see cref="NetworkLayerInfo.IpHeaderSize"/> bytes behind its IP header. Stays the caller's; so in all methods.</param>
    /// <param name="pointer">IPv6: where the unknown next-header value stands.</param>
    internal void SendProtocolUnreachable(NetBufferList packet, uint pointer)
    {
        if (IsV4(packet))
        {
            Unreachable(packet, Icmp4Codes.ProtocolUnreachable);
        }
        else
        {
            _errors.Send(packet, (byte)Icmp6Type.ParameterProblem, Icmp6Codes.UnknownNextHeader, pointer, evenToGroups: false);
        }
    }

    /// <summary>No endpoint for a datagram.</summary>
    internal void SendPortUnreachable(NetBufferList packet) =>
        Unreachable(packet, IsV4(packet) ? Icmp4Codes.PortUnreachable : Icmp6Codes.PortUnreachable);

    /// <summary>The next hop of a forwarded packet does not answer.</summary>
    internal void SendAddressUnreachable(NetBufferList packet) =>
        Unreachable(packet, IsV4(packet) ? Icmp4Codes.HostUnreachable : Icmp6Codes.AddressUnreachable);

    /// <summary>No route for a packet to forward.</summary>
    internal void SendNoRoute(NetBufferList packet) =>
        Unreachable(packet, IsV4(packet) ? Icmp4Codes.NetworkUnreachable : Icmp6Codes.NoRoute);

    /// <summary>IPv6: a link-local address would leave its link.</summary>
    internal void SendBeyondScope(NetBufferList packet) => Unreachable(packet, Icmp6Codes.BeyondScope);

    /// <summary>TTL or hop limit ran out on the way.</summary>
    internal void SendHopLimitExceeded(NetBufferList packet) => TimeExceeded(packet, Icmp4Codes.TimeToLiveExceeded);

    /// <summary>Fragments did not come in time; the packet is the first fragment.</summary>
    internal void SendReassemblyTimeExceeded(NetBufferList packet) => TimeExceeded(packet, Icmp4Codes.ReassemblyTimeExceeded);

    /// <summary>A packet does not fit the next link and must not be fragmented.</summary>
    internal void SendPacketTooBig(NetBufferList packet, int mtu)
    {
        if (IsV4(packet))
        {
            _errors.Send(packet, (byte)Icmp4Type.DestinationUnreachable, Icmp4Codes.FragmentationNeeded, (ushort)mtu, evenToGroups: false);
        }
        else
        {
            _errors.Send(packet, (byte)Icmp6Type.PacketTooBig, 0, (uint)mtu, evenToGroups: true);
        }
    }

    /// <summary>Something in the headers is wrong.</summary>
    internal void SendParameterProblem(NetBufferList packet, byte code, uint pointer, bool evenToGroups)
    {
        if (IsV4(packet))
        {
            _errors.Send(packet, (byte)Icmp4Type.ParameterProblem, code, pointer << 24, evenToGroups: false);
        }
        else
        {
            _errors.Send(packet, (byte)Icmp6Type.ParameterProblem, code, pointer, evenToGroups);
        }
    }

    /// <summary>A packet goes out where it came in: its sender could use the next hop itself (RFC 1812 section 5.2.7.2, RFC 4861 section 8.2).</summary>
    /// <param name="packet">The packet; data at its IP header.</param>
    /// <param name="path">Where it goes.</param>
    internal void SendRedirect(NetBufferList packet, IpPath path)
    {
        if (IsV4(packet))
        {
            _errors.Send(packet, (byte)Icmp4Type.Redirect, Icmp4Codes.RedirectHost, path.NextHop.V4Value, evenToGroups: false);
        }
        else if (_stack.NdpOf(packet.Network.InterfaceIndex) is { } ndp && _redirects.TryTake(_stack.Kernel.Now))
        {
            ndp.SendRedirect(packet, path);
        }
    }

    /// <summary>Adds the flow that an echo request or reply belongs to; addresses and identifier are filled in.</summary>
    /// <param name="context">The facts.</param>
    /// <param name="type">The type of the request.</param>
    /// <param name="code">Its code.</param>
    internal void DescribeEchoFlow(ref InspectionContext context, byte type, byte code)
    {
        ushort id = (ushort)(context.IcmpIdAndSequence >> 16);
        context.State = _stack.Flows.StateOf(new DatagramFlowKey(context.LocalAddress, context.RemoteAddress, type, code, context.Protocol, id));
    }

    private static bool IsV4(NetBufferList packet) => packet.Network.Source.IsV4;

    private void Unreachable(NetBufferList packet, byte code) =>
        _errors.Send(packet, IsV4(packet) ? (byte)Icmp4Type.DestinationUnreachable : (byte)Icmp6Type.DestinationUnreachable, code, 0, evenToGroups: false);

    // The codes are the same in both families.
    private void TimeExceeded(NetBufferList packet, byte code) =>
        _errors.Send(packet, IsV4(packet) ? (byte)Icmp4Type.TimeExceeded : (byte)Icmp6Type.TimeExceeded, code, 0, evenToGroups: false);
}
