using NetStackSim.Packets;

namespace NetStackSim.Testing;

internal sealed class EthernetCheck(MacAddress? source, MacAddress? destination, int? vlan) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (!EthernetHeader.TryParse(packet.Frame, out EthernetHeader header))
        {
            packet.Fail($"Ethernet: the frame has {packet.Frame.Length} bytes only");
            return;
        }

        packet.ExpectIfGiven("Ethernet source", source, header.Source);
        packet.ExpectIfGiven("Ethernet destination", destination, header.Destination);
        packet.ExpectIfGiven("VLAN", vlan, header.IsTagged ? header.Tag.VlanId : 0);
    }

    public override string ToString() => new CheckText("Ethernet").AddEnds(source, destination).Add("VLAN", vlan).ToString();
}

internal sealed class ArpCheck(ArpOperation? operation, IpAddress? sender, IpAddress? target) : PacketCheck
{
    public override void Inspect(PacketInspection packet)
    {
        if (packet.EtherType != EtherTypes.Arp || !ArpPacket.TryParse(packet.Network, out ArpPacket arp))
        {
            packet.Fail("ARP: there is no ARP packet in the frame");
            return;
        }

        packet.ExpectIfGiven("ARP operation", (ushort?)operation, (ushort)arp.Operation);
        packet.ExpectIfGiven("ARP sender", sender, arp.SenderAddress);
        packet.ExpectIfGiven("ARP target", target, arp.TargetAddress);
    }

    public override string ToString() => new CheckText("ARP").Add("", operation).AddEnds(sender, target).ToString();
}
