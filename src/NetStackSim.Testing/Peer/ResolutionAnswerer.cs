using NetStackSim.Packets;

namespace NetStackSim.Testing;

/// <summary>Answers ARP requests and neighbour solicitations for the addresses of a scripted peer, and recognises the rest of address resolution.</summary>
internal sealed class ResolutionAnswerer
{
    private readonly MacAddress _mac;
    private readonly IpAddress[] _addresses;

    public ResolutionAnswerer(ScriptedPeerOptions options)
    {
        _mac = options.MacAddress;
        _addresses = new IpAddress[options.Addresses.Count];
        for (int i = 0; i < _addresses.Length; i++)
        {
            _addresses[i] = IpAddress.Parse(options.Addresses[i]);
        }
    }

    /// <summary>True when the frame belongs to address resolution and not to the script.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="answer">What to send back; null when nothing is.</param>
    public bool TryHandle(ReadOnlySpan<byte> frame, out byte[]? answer)
    {
        answer = null;
        var packet = new PacketInspection(frame.ToArray());
        if (packet.EtherType == EtherTypes.Arp && ArpPacket.TryParse(packet.Network, out ArpPacket arp))
        {
            if (arp.Operation == ArpOperation.Request && IsMine(arp.TargetAddress))
            {
                answer = PacketBuilder.Allocate().Ethernet(arp.SenderMac, _mac)
                    .Arp(ArpOperation.Reply, _mac, arp.TargetAddress, arp.SenderMac, arp.SenderAddress).ToArray();
            }

            return true;
        }

        if (packet.Protocol != IpProtocol.IcmpV6 || !Icmp6Header.TryParse(packet.Transport, out Icmp6Header icmp))
        {
            return false;
        }

        if (icmp.Type == Icmp6Type.NeighborSolicitation && NeighborSolicitation.TryParse(icmp.Message, out NeighborSolicitation solicitation))
        {
            answer = IsMine(solicitation.Target) && !packet.Source.IsUnspecified ? Advertise(packet, solicitation.Target) : null;
            return true;
        }

        return icmp.Type is Icmp6Type.NeighborAdvertisement or Icmp6Type.RouterSolicitation or Icmp6Type.MulticastListenerReportV2;
    }

    private bool IsMine(in IpAddress address) => Array.IndexOf(_addresses, address) >= 0;

    private byte[] Advertise(PacketInspection packet, in IpAddress target)
    {
        Span<byte> body = stackalloc byte[NeighborAdvertisement.Size + NdOptionWriter.LinkLayerAddressSize];
        int length = NeighborAdvertisement.Write(body, target, isRouter: false, isSolicited: true, isOverride: true);
        length += NdOptionWriter.WriteLinkLayerAddress(body[length..], NdOptionType.TargetLinkLayerAddress, _mac);
        return PacketBuilder.Allocate().Ethernet(MacAddress.Read(packet.Frame[MacAddress.Size..]), _mac)
            .IPv6(target, packet.Source, hopLimit: 255).Icmp6Message(body[..length]).ToArray();
    }
}
