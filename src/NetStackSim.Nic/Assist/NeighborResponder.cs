using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Answers ARP requests and neighbour solicitations for a host that sleeps, from what the host has left with the card.</summary>
internal static class NeighborResponder
{
    /// <summary>The longest answer: Ethernet, IPv6, advertisement with link address.</summary>
    internal const int MaximumAnswer = EthernetHeader.Size + IPv6Header.Size + NeighborAdvertisement.Size + NdOptionWriter.LinkLayerAddressSize;

    private const byte NeighborHopLimit = 255;

    /// <summary>Answers a frame.</summary>
    /// <param name="offload">What the host has left.</param>
    /// <param name="frame">The request.</param>
    /// <param name="answer">At least <see cref="MaximumAnswer"/> bytes.</param>
    /// <returns>Bytes of the answer; 0 when this offload has none to give.</returns>
    internal static int Answer(ProtocolOffload offload, ReadOnlySpan<byte> frame, Span<byte> answer)
    {
        if (!EthernetHeader.TryParse(frame, out EthernetHeader header))
        {
            return 0;
        }

        return offload.Kind == ProtocolOffloadKinds.Arp
            ? header.EtherType == EtherTypes.Arp ? AnswerArp(offload, header.Payload, answer) : 0
            : header.EtherType == EtherTypes.IPv6 ? AnswerSolicitation(offload, header, answer) : 0;
    }

    private static int AnswerArp(ProtocolOffload offload, ReadOnlySpan<byte> payload, Span<byte> answer)
    {
        if (!ArpPacket.TryParse(payload, out ArpPacket request) || request.Operation != ArpOperation.Request || request.TargetAddress != offload.HostAddress
            || (!offload.RemoteAddress.IsUnspecified && request.SenderAddress != offload.RemoteAddress))
        {
            return 0;
        }

        return new PacketBuilder(answer)
            .Ethernet(request.SenderMac, offload.LinkAddress)
            .Arp(ArpOperation.Reply, offload.LinkAddress, offload.HostAddress, request.SenderMac, request.SenderAddress)
            .Build().Length;
    }

    // RFC 4861 section 7.1.1: hop limit 255, a checksum, a target that is no group. Section 7.2.4: the answer to a duplicate address probe goes to all nodes.
    private static int AnswerSolicitation(ProtocolOffload offload, in EthernetHeader header, Span<byte> answer)
    {
        if (!IPv6Header.TryParse(header.Payload, out IPv6Header ip) || ip.HopLimit != NeighborHopLimit || ip.NextHeader != IpProtocol.IcmpV6
            || !Icmp6Header.TryParse(ip.Payload, out Icmp6Header icmp) || icmp.Type != Icmp6Type.NeighborSolicitation
            || !icmp.IsChecksumValid(ip.Source, ip.Destination)
            || !NeighborSolicitation.TryParse(ip.Payload, out NeighborSolicitation solicitation))
        {
            return 0;
        }

        IpAddress target = solicitation.Target;
        bool isMine = target == offload.HostAddress || (!offload.SecondHostAddress.IsUnspecified && target == offload.SecondHostAddress);
        if (!isMine || (!offload.RemoteAddress.IsUnspecified && ip.Source != offload.RemoteAddress))
        {
            return 0;
        }

        bool isProbe = ip.Source.IsUnspecified;
        IpAddress destination = isProbe ? IpAddress.AllNodesV6 : ip.Source;
        Span<byte> message = stackalloc byte[NeighborAdvertisement.Size + NdOptionWriter.LinkLayerAddressSize];
        int length = NeighborAdvertisement.Write(message, target, isRouter: false, isSolicited: !isProbe, isOverride: true);
        NdOptionWriter.WriteLinkLayerAddress(message[length..], NdOptionType.TargetLinkLayerAddress, offload.LinkAddress);
        return new PacketBuilder(answer)
            .Ethernet(isProbe ? MacAddress.ForMulticast(destination) : header.Source, offload.LinkAddress)
            .IPv6(target, destination, hopLimit: NeighborHopLimit)
            .Icmp6Message(message)
            .Build().Length;
    }
}
