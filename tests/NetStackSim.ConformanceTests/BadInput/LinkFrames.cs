using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>Tags and encapsulations of Ethernet.</summary>
internal static class LinkFrames
{
    public static void AddTo(List<byte[]> frames, Victim victim)
    {
        MacAddress to = victim.Host.Nic.MacAddress;
        MacAddress from = victim.Alice.Nic.MacAddress;
        IpAddress ours = victim.Host.AddressOf(IpFamily.V4);
        IpAddress peer = victim.Alice.AddressOf(IpFamily.V4);
        foreach (VlanTag tag in new[] { new VlanTag(5, 0, false), new VlanTag(0, 7, false), new VlanTag(0xFFF, 0, true) })
        {
            frames.Add(PacketBuilder.Allocate().Ethernet(to, from, tag).IPv4(peer, ours).Icmp4(Icmp4Type.Echo, 0, 7).PayloadOf(30).ToArray(padded: true));
            frames.Add(PacketBuilder.Allocate().Ethernet(to, from, tag, EtherTypes.Vlan).Payload([0, 0, 8, 0]).PayloadOf(40).ToArray(padded: true));
        }

        byte[] packet = PacketBuilder.Allocate().IPv4(peer, ours).Icmp4(Icmp4Type.Echo, 0, 8).PayloadOf(30).ToArray();
        foreach (byte[] snap in new byte[][] { [0xAA, 0xAA, 3, 0, 0, 0, 8, 0], [0xAA, 0xAA, 3, 0, 0, 0, 8, 6], [0x42, 0x42, 3, 0, 0, 0, 0, 0] })
        {
            ushort length = (ushort)(snap.Length + packet.Length);
            frames.Add(PacketBuilder.Allocate().Ethernet(to, from, length).Payload(snap).Payload(packet).ToArray(padded: true));
        }

        frames.Add(PacketBuilder.Allocate().Ethernet(to, from, 0x88CC).PayloadOf(46).ToArray());
        frames.Add(PacketBuilder.Allocate().Ethernet(to, from, 0x05F0).PayloadOf(46).ToArray());
        frames.Add(PacketBuilder.Allocate().Ethernet(MacAddress.Broadcast, from).IPv4(peer, ours).Udp(1, Victim.UdpPort).PayloadOf(30).ToArray(padded: true));
    }
}
