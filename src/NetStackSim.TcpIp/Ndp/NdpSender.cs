using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Builds and sends neighbour solicitations and advertisements (RFC 4861 sections 4.3 and 4.4), hop limit 255.</summary>
internal sealed class NdpSender(TcpIpStack stack, IpInterface outgoing) : INetBufferListOwner
{
    private const byte NdHopLimit = 255;

    /// <summary>Sends a solicitation.</summary>
    /// <param name="source">Our address; :: while it is being checked.</param>
    /// <param name="destination">The solicited-node group, or the neighbour itself for a probe of reachability.</param>
    /// <param name="target">The address asked for.</param>
    /// <param name="linkAddress">Where to, for a unicast destination.</param>
    /// <param name="withLinkAddress">Adds our link address.</param>
    internal void Solicit(in IpAddress source, in IpAddress destination, in IpAddress target, MacAddress linkAddress, bool withLinkAddress)
    {
        Span<byte> message = stackalloc byte[NeighborSolicitation.Size + NdOptionWriter.LinkLayerAddressSize];
        int length = NeighborSolicitation.Write(message, target);
        if (withLinkAddress)
        {
            length += NdOptionWriter.WriteLinkLayerAddress(message[length..], NdOptionType.SourceLinkLayerAddress, outgoing.PhysicalAddress);
        }

        Send(message[..length], source, destination, linkAddress);
    }

    /// <summary>Sends an advertisement of one of our addresses, with our link address and the override flag.</summary>
    internal void Advertise(
        in IpAddress source, in IpAddress destination, in IpAddress target, MacAddress linkAddress, bool isRouter, bool solicited)
    {
        Span<byte> message = stackalloc byte[NeighborAdvertisement.Size + NdOptionWriter.LinkLayerAddressSize];
        int length = NeighborAdvertisement.Write(message, target, isRouter, solicited, isOverride: true);
        length += NdOptionWriter.WriteLinkLayerAddress(message[length..], NdOptionType.TargetLinkLayerAddress, outgoing.PhysicalAddress);
        Send(message[..length], source, destination, linkAddress);
    }

    /// <summary>Sends a redirect about a packet, with the link address of the better hop when it is known and as much of the packet as fits.</summary>
    /// <param name="source">Our link-local address.</param>
    /// <param name="packet">The packet; data at its IP header.</param>
    /// <param name="path">Where it goes.</param>
    internal void Redirect(in IpAddress source, NetBufferList packet, IpPath path)
    {
        Span<byte> message = stackalloc byte[IPv6Header.MinimumMtu - IPv6Header.Size];
        int length = RedirectMessage.Write(message, path.NextHop, packet.Network.Destination);
        if (path.Neighbour is { } hop && hop.LinkAddress != MacAddress.None)
        {
            length += NdOptionWriter.WriteLinkLayerAddress(message[length..], NdOptionType.TargetLinkLayerAddress, hop.LinkAddress);
        }

        Span<byte> quote = stackalloc byte[IPv6Header.MinimumMtu];
        int quoted = packet.FirstNetBuffer.CopyTo(0, quote);
        length += NdOptionWriter.WriteRedirectedHeader(message[length..], quote[..quoted]);
        if (stack.Ip.TryGetPath(packet.Network.Source, source, outgoing.Index, out IpPath? back).IsSuccess)
        {
            Send(message[..length], source, back!);
        }
    }

    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        while (chain.RemoveFirst() is { } list)
        {
            list.Free();
        }
    }

    private void Send(Span<byte> message, in IpAddress source, in IpAddress destination, MacAddress linkAddress) =>
        Send(message, source, stack.V6.Paths.MakeLinkPath(source, destination, outgoing, linkAddress));

    private void Send(Span<byte> message, in IpAddress source, IpPath path)
    {
        if (!outgoing.IsUp)
        {
            return;
        }

        if (!stack.Buffers.TryRent(message.Length, out NetBufferList? list))
        {
            stack.Drops.Drop(IpDrops.SendAllocation, IpFamily.V6, null);
            return;
        }

        Icmp6Header.FillChecksum(message, source, path.Destination);
        list.FirstNetBuffer.DataLength = message.Length;
        message.CopyTo(list.FirstNetBuffer.GetWritable(message.Length));
        list.Owner = this;
        list.CorrelationId = stack.Kernel.NextCorrelationId();
        list.Network.Protocol = (byte)IpProtocol.IcmpV6;
        list.Network.HopLimit = NdHopLimit;
        list.Network.TrafficClass = 0;
        list.Network.Flags = NetworkFlags.None;
        list.Network.TransportHeaderSize = Icmp6Header.Size;
        stack.Icmp.V6Statistics.OutMessagesCount++;
        NetBufferListChain chain = new(list);
        stack.V6.Send(ref chain, path);
    }
}
