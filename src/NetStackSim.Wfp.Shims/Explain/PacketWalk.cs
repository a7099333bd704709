using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>What the ways in and out share: contexts as the stack fills them.</summary>
internal abstract class PacketWalk
{
    private const uint EthernetMedium = 0;
    private const uint Medium8023 = 14;

    // NATIVE_ETHERNET and IF_CONNECTOR_PRESENT.
    private const uint HardwareEthernet = 0x81;
    private const ushort LoopbackType = 24;
    private readonly uint _interface;

    private protected PacketWalk(TrafficWalk walk, ParsedPacket packet, IPacketSurroundings host, uint interfaceIndex, bool isInbound)
    {
        Walk = walk;
        Packet = packet;
        Host = host;
        IsInbound = isInbound;
        IpAddress local = isInbound ? packet.Destination : packet.Source;
        _interface = interfaceIndex != 0 || !packet.IsIp ? interfaceIndex : IsLoopback(packet) ? host.RouteTo(packet.Destination, out _) : InterfaceOf(host, local);
    }

    private protected TrafficWalk Walk { get; }

    private protected ParsedPacket Packet { get; }

    private protected IPacketSurroundings Host { get; }

    private protected bool IsInbound { get; }

    private protected IpFamily Family => Packet.Family;

    private protected ushort LocalPort => Packet.IsIcmp || !IsInbound ? Packet.SourcePort : Packet.DestinationPort;

    private protected ushort RemotePort => Packet.IsIcmp || !IsInbound ? Packet.DestinationPort : Packet.SourcePort;

    private protected IpEndpoint Local => new(IsInbound ? Packet.Destination : Packet.Source, LocalPort);

    private protected IpEndpoint Remote => new(IsInbound ? Packet.Source : Packet.Destination, RemotePort);

    /// <summary>The facts of the packet.</summary>
    private protected InspectionContext Context(bool hasPorts = false)
    {
        InspectionContext context = default;
        context.Direction = IsInbound ? InspectionDirection.Inbound : InspectionDirection.Outbound;
        context.LocalAddress = IsInbound ? Packet.Destination : Packet.Source;
        context.RemoteAddress = IsInbound ? Packet.Source : Packet.Destination;
        context.Protocol = Packet.Protocol;
        context.InterfaceIndex = _interface;
        context.SubInterfaceIndex = _interface;
        context.InterfaceType = Host.InterfaceType(_interface);
        context.Compartment = 1;
        context.IpHeaderSize = Packet.IpHeaderSize;
        context.TransportHeaderSize = Packet.TransportHeaderSize;
        context.DataLength = Packet.PayloadLength;
        context.Flags = context.InterfaceType == LoopbackType ? InspectionFlags.Loopback : InspectionFlags.None;
        if (hasPorts)
        {
            (context.LocalPort, context.RemotePort, context.HasPorts) = (LocalPort, RemotePort, true);
            context.IcmpIdAndSequence = Packet.IsEchoRequest || Packet.IsEchoReply ? Packet.IcmpRest : 0;
        }

        return context;
    }

    /// <summary>The facts as ALE shows them for a party.</summary>
    private protected InspectionContext Flow(PacketParty party)
    {
        InspectionContext context = Context(hasPorts: true);
        context.Process = party.Process;
        context.EndpointHandle = party.EndpointHandle;
        context.ParentEndpointHandle = party.ParentHandle;
        context.State = party.State;
        context.FlowDirection = party.IsFlow ? party.IsOutbound ? InspectionDirection.Outbound : InspectionDirection.Inbound : null;
        if (party.Family == IpFamily.V6 && context.LocalAddress.IsV4)
        {
            context.LocalAddress = context.LocalAddress.MapToV6();
            context.RemoteAddress = context.RemoteAddress.MapToV6();
        }

        return context;
    }

    /// <summary>A flow that was authorised under an older policy is asked about again, at the layer of its own direction.</summary>
    private protected bool Reauthorise(PacketParty party)
    {
        if (!party.IsFlow || party.IsCurrent)
        {
            return true;
        }

        InspectionContext context = Flow(party);
        context.Flags |= InspectionFlags.Reauthorize;
        return Walk.Pass(party.IsOutbound ? InspectionLayer.Connect : InspectionLayer.Accept, party.Family, ref context, "the policy changed since the flow was authorised");
    }

    private protected bool Establish(PacketParty party)
    {
        InspectionContext context = Flow(party);
        return Walk.Pass(InspectionLayer.FlowEstablished, party.Family, ref context);
    }

    private protected bool Datagram(PacketParty? party)
    {
        InspectionContext context = Context(hasPorts: true);
        context.Process = party?.Process;
        return Walk.Pass(InspectionLayer.Datagram, Family, ref context);
    }

    private protected bool StreamPacket()
    {
        InspectionContext context = Context(hasPorts: true);
        return Walk.Pass(InspectionLayer.StreamPacket, Family, ref context);
    }

    private protected bool Stream(PacketParty party)
    {
        InspectionContext context = Flow(party);
        (context.LocalAddress, context.RemoteAddress) = (Local.Address, Remote.Address);
        return Walk.Pass(InspectionLayer.Stream, Family, ref context);
    }

    /// <summary>The layers below IP; frames of the loopback have none.</summary>
    private protected void Frame(bool nativeFirst)
    {
        if (!Packet.HasEthernet || Host.InterfaceType(_interface) == LoopbackType)
        {
            return;
        }

        string direction = IsInbound ? "INBOUND" : "OUTBOUND";
        Walk.Pass(direction + (nativeFirst ? "_MAC_FRAME_NATIVE" : "_MAC_FRAME_ETHERNET"), nativeFirst ? FillNative : FillEthernet);
        Walk.Pass(direction + (nativeFirst ? "_MAC_FRAME_ETHERNET" : "_MAC_FRAME_NATIVE"), nativeFirst ? FillEthernet : FillNative);
    }

    private void FillEthernet(ClassifyValues values)
    {
        MacAddress own = Host.MacOf(_interface);
        values.Set(InboundMacFrameEthernetField.InterfaceMacAddress, Mac(own == MacAddress.None ? IsInbound ? Packet.DestinationMac : Packet.SourceMac : own));
        values.Set(InboundMacFrameEthernetField.MacLocalAddress, Mac(IsInbound ? Packet.DestinationMac : Packet.SourceMac));
        values.Set(InboundMacFrameEthernetField.MacRemoteAddress, Mac(IsInbound ? Packet.SourceMac : Packet.DestinationMac));
        values.Set(InboundMacFrameEthernetField.MacLocalAddressType, MacType(IsInbound ? Packet.DestinationMac : Packet.SourceMac));
        values.Set(InboundMacFrameEthernetField.MacRemoteAddressType, MacType(IsInbound ? Packet.SourceMac : Packet.DestinationMac));
        values.Set(InboundMacFrameEthernetField.EtherType, Packet.EtherType);
        values.Set(InboundMacFrameEthernetField.VlanId, Packet.VlanId);
        values.Set(InboundMacFrameEthernetField.IpLocalInterface, Translate.Luid(Host.InterfaceType(_interface), _interface));
        values.Set(InboundMacFrameEthernetField.InterfaceIndex, _interface);
        values.Set(InboundMacFrameEthernetField.NdisPort, 0u);
        values.Set(InboundMacFrameEthernetField.L2Flags, HardwareEthernet);
        values.Set(InboundMacFrameEthernetField.CompartmentId, 1u);
    }

    private void FillNative(ClassifyValues values)
    {
        ushort type = Host.InterfaceType(_interface);
        values.Set(InboundMacFrameNativeField.NdisMediaType, EthernetMedium);
        values.Set(InboundMacFrameNativeField.IpLocalInterface, Translate.Luid(type, _interface));
        values.Set(InboundMacFrameNativeField.InterfaceType, (uint)type);
        values.Set(InboundMacFrameNativeField.InterfaceIndex, _interface);
        values.Set(InboundMacFrameNativeField.NdisPhysicalMediaType, Medium8023);
        values.Set(InboundMacFrameNativeField.NdisPort, 0u);
        values.Set(InboundMacFrameNativeField.L2Flags, HardwareEthernet);
        values.Set(InboundMacFrameNativeField.CompartmentId, 1u);
    }

    private static FwpValue Mac(MacAddress address)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Size];
        address.CopyTo(bytes);
        return FwpValue.ByteArray6(bytes);
    }

    private static byte MacType(MacAddress address) => address.IsBroadcast ? (byte)2 : address.IsMulticast ? (byte)1 : (byte)0;

    private static bool IsLoopback(ParsedPacket packet) => packet.Source.IsLoopback || packet.Destination.IsLoopback || packet.Source == packet.Destination;

    // A group or a broadcast has no interface of its own: that of the way back to the sender.
    private uint InterfaceOf(IPacketSurroundings host, in IpAddress local) =>
        host.InterfaceOf(local) is var index && index != 0 ? index : host.RouteTo(IsInbound ? Packet.Source : Packet.Destination, out _);
}
