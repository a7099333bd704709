using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>A connection from its first request to the established flow, seen from one host.</summary>
internal sealed class FlowWalk
{
    // Any port of the dynamic range stands for the one that the stack would choose.
    private const ushort DynamicPort = 49152;

    private readonly TrafficWalk _walk;
    private readonly FlowRequest _request;
    private readonly IPacketSurroundings _host;
    private readonly IpFamily _family;
    private IpFamily _ale;
    private SimProcess? _process;
    private readonly IpEndpoint _local;
    private readonly uint _interface;

    internal FlowWalk(TrafficWalk walk, FlowRequest request, IPacketSurroundings host)
    {
        _walk = walk;
        _request = request;
        _host = host;
        _family = request.Remote.Address.Family;
        _ale = request.IsDualMode ? IpFamily.V6 : _family;
        _process = request.Process;
        _interface = host.RouteTo(request.Remote.Address, out IpAddress source);
        bool isGiven = request.Local.Address.Family == _family && !request.Local.Address.IsUnspecified;
        _local = new IpEndpoint(isGiven ? request.Local.Address : source, request.Local.Port == 0 ? DynamicPort : request.Local.Port);
    }

    private bool IsTcp => _request.Protocol == (byte)IpProtocol.Tcp;

    internal string Summary(string preposition) =>
        $"{(IpProtocol)_request.Protocol} {_local} {preposition} {_request.Remote}, {_process?.ImagePath ?? "System"}";

    internal void Connect()
    {
        if (_interface == 0)
        {
            _walk.End(PacketFate.Dropped, $"Refused by the stack: there is no route to {_request.Remote.Address}.");
            return;
        }

        Bind();
        InspectionContext redirect = Context(InspectionDirection.Outbound);
        _walk.Pass(InspectionLayer.ConnectRedirect, _ale, ref redirect);
        InspectionContext connect = Context(InspectionDirection.Outbound);
        _walk.Pass(InspectionLayer.Connect, _ale, ref connect);
        if (IsTcp)
        {
            Send("the SYN");
            Receive("the SYN-ACK");
            Establish(InspectionDirection.Outbound);
            Send("the acknowledgment");
        }
        else
        {
            Establish(InspectionDirection.Outbound);
            Datagram(InspectionDirection.Outbound);
            Send("the datagram");
        }

        _walk.End(PacketFate.Sent, "Permitted: nothing on this host stops it.");
    }

    internal void Accept()
    {
        // Who listens already was bound before, and ALE shows what belongs to it at the layers of its own family.
        if (_host.Find(_request.Protocol, _local, _request.Remote, 0) is { IsFlow: false } party)
        {
            (_ale, _process) = (party.Family, party.Process);
        }
        else
        {
            Listen();
        }

        Receive(IsTcp ? "the SYN" : "the datagram", needsAle: true);
        InspectionContext accept = Context(InspectionDirection.Inbound);
        _walk.Pass(InspectionLayer.Accept, _ale, ref accept);
        if (IsTcp)
        {
            // ALE authorises a request before anybody sees its segment.
            StreamPacket(InspectionDirection.Inbound, "the SYN");
            Send("the SYN-ACK");
            Receive("the acknowledgment");
        }

        Establish(InspectionDirection.Inbound);
        if (!IsTcp)
        {
            Datagram(InspectionDirection.Inbound);
        }

        _walk.End(PacketFate.Delivered, "Permitted: nothing on this host stops it.");
    }

    private void Listen()
    {
        Bind();
        if (IsTcp)
        {
            InspectionContext listen = Endpoint();
            _walk.Pass(InspectionLayer.Listen, _ale, ref listen);
        }
    }

    private void Bind()
    {
        InspectionContext redirect = Endpoint();
        _walk.Pass(InspectionLayer.BindRedirect, _ale, ref redirect);
        InspectionContext bind = Endpoint();
        _walk.Pass(InspectionLayer.Bind, _ale, ref bind);
    }

    private void Establish(InspectionDirection direction)
    {
        InspectionContext context = Context(direction);
        _walk.Pass(InspectionLayer.FlowEstablished, _ale, ref context);
    }

    private void Datagram(InspectionDirection direction)
    {
        InspectionContext context = Packet(direction, hasPorts: true);
        _walk.Pass(InspectionLayer.Datagram, _family, ref context);
    }

    private void Send(string note)
    {
        StreamPacket(InspectionDirection.Outbound, note);
        InspectionContext transport = Packet(InspectionDirection.Outbound, hasPorts: true);
        if (_walk.Pass(InspectionLayer.OutboundTransport, _family, ref transport, note))
        {
            InspectionContext network = Packet(InspectionDirection.Outbound, hasPorts: false);
            _walk.Pass(InspectionLayer.OutboundNetwork, _family, ref network, note);
        }
    }

    private void Receive(string note, bool needsAle = false)
    {
        InspectionContext network = Packet(InspectionDirection.Inbound, hasPorts: false);
        if (_walk.Pass(InspectionLayer.InboundNetwork, _family, ref network, note))
        {
            InspectionContext transport = Packet(InspectionDirection.Inbound, hasPorts: true);
            transport.Flags |= needsAle ? InspectionFlags.RequiresAleClassify : InspectionFlags.None;
            if (_walk.Pass(InspectionLayer.InboundTransport, _family, ref transport, note) && !needsAle)
            {
                StreamPacket(InspectionDirection.Inbound, note);
            }
        }
    }

    private void StreamPacket(InspectionDirection direction, string note)
    {
        if (IsTcp)
        {
            InspectionContext context = Packet(direction, hasPorts: true);
            _walk.Pass(InspectionLayer.StreamPacket, _family, ref context, note);
        }
    }

    private InspectionContext Endpoint()
    {
        bool isWildcard = _request.Local.Address.IsUnspecified;
        IpAddress any = _ale == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        return new InspectionContext
        {
            Direction = InspectionDirection.Outbound,
            LocalAddress = isWildcard ? any : Mapped(_local.Address),
            LocalPort = _local.Port,
            RemoteAddress = any,
            HasPorts = true,
            Protocol = _request.Protocol,
            Flags = isWildcard ? InspectionFlags.WildcardBind : InspectionFlags.None,
            Process = _process,
            Compartment = 1,
        };
    }

    private InspectionContext Context(InspectionDirection direction)
    {
        InspectionContext context = Packet(direction, hasPorts: true);
        context.LocalAddress = Mapped(context.LocalAddress);
        context.RemoteAddress = Mapped(context.RemoteAddress);
        context.Process = _process;
        return context;
    }

    private InspectionContext Packet(InspectionDirection direction, bool hasPorts)
    {
        ushort type = _host.InterfaceType(_interface);
        return new InspectionContext
        {
            Direction = direction,
            LocalAddress = _local.Address,
            LocalPort = hasPorts ? _local.Port : (ushort)0,
            RemoteAddress = _request.Remote.Address,
            RemotePort = hasPorts ? _request.Remote.Port : (ushort)0,
            HasPorts = hasPorts,
            Protocol = _request.Protocol,
            InterfaceIndex = _interface,
            SubInterfaceIndex = _interface,
            InterfaceType = type,
            Compartment = 1,
            Flags = type == 24 ? InspectionFlags.Loopback : InspectionFlags.None,
        };
    }

    private IpAddress Mapped(in IpAddress address) => _ale == IpFamily.V6 && address.IsV4 ? address.MapToV6() : address;
}
