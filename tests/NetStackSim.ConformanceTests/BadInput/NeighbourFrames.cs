using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>ARP and neighbour discovery in every form.</summary>
internal static class NeighbourFrames
{
    public static void AddTo(List<byte[]> frames, Victim victim)
    {
        MacAddress to = victim.Host.Nic.MacAddress;
        MacAddress from = victim.Alice.Nic.MacAddress;
        IpAddress ours = victim.Host.AddressOf(IpFamily.V4);
        IpAddress peer = victim.Alice.AddressOf(IpFamily.V4);
        foreach ((ArpOperation operation, IpAddress sender, IpAddress target) in new[]
        {
            (ArpOperation.Request, peer, ours), (ArpOperation.Reply, peer, ours), (ArpOperation.Request, ours, ours),
            (ArpOperation.Request, IpAddress.AnyV4, ours), (ArpOperation.Request, peer, peer),
        })
        {
            frames.Add(PacketBuilder.Allocate().Ethernet(to, from).Arp(operation, from, sender, to, target).ToArray(padded: true));
        }

        AddDiscovery(frames, victim, to, from);
    }

    private static void AddDiscovery(List<byte[]> frames, Victim victim, MacAddress to, MacAddress from)
    {
        IpAddress ours = victim.Host.AddressOf(IpFamily.V6);
        IpAddress peer = victim.Alice.AddressOf(IpFamily.V6);
        IpAddress router = IpAddress.Parse("fe80::1");
        byte[] message = new byte[256];
        foreach (IpAddress source in new[] { peer, IpAddress.AnyV6, router })
        {
            foreach (IpAddress target in new[] { ours, peer, IpAddress.Parse("ff02::1") })
            {
                int length = NeighborSolicitation.Write(message, target);
                length += NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(length), NdOptionType.SourceLinkLayerAddress, from);
                Add(frames, to, from, source, ours, message.AsSpan(0, length));
                Add(frames, to, from, source, ours, message.AsSpan(0, NeighborSolicitation.Size));
                length = NeighborAdvertisement.Write(message, target, isRouter: true, isSolicited: true, isOverride: true);
                length += NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(length), NdOptionType.TargetLinkLayerAddress, from);
                Add(frames, to, from, source, ours, message.AsSpan(0, length));
            }
        }

        AddRouter(frames, to, from, router, ours, message);
    }

    private static void AddRouter(List<byte[]> frames, MacAddress to, MacAddress from, IpAddress router, IpAddress ours, byte[] message)
    {
        int length = RouterAdvertisement.Write(message, 64, false, false, 1800, 30000, 1000);
        length += NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(length), NdOptionType.SourceLinkLayerAddress, from);
        length += NdOptionWriter.WriteMtu(message.AsSpan(length), 1400);
        length += NdOptionWriter.WritePrefixInformation(message.AsSpan(length), new NdPrefixInformation(IpPrefix.Parse("fd01::/64"), true, true, 3600, 1800));
        Add(frames, to, from, router, IpAddress.Parse("ff02::1"), message.AsSpan(0, length));
        length = RedirectMessage.Write(message, IpAddress.Parse("fe80::2"), IpAddress.Parse("fd00::3"));
        length += NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(length), NdOptionType.TargetLinkLayerAddress, from);
        Add(frames, to, from, router, ours, message.AsSpan(0, length));
        Add(frames, to, from, router, ours, message.AsSpan(0, RouterSolicitation.Write(message)));
    }

    private static void Add(List<byte[]> frames, MacAddress to, MacAddress from, IpAddress source, IpAddress destination, Span<byte> message) =>
        frames.Add(PacketBuilder.Allocate().Ethernet(to, from).IPv6(source, destination, hopLimit: 255).Icmp6Message(message).ToArray(padded: true));
}
