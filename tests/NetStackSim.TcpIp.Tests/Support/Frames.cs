using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

/// <summary>Builds and takes apart frames, both families.</summary>
internal static class Frames
{
    public static readonly MacAddress PeerMac = new(0x0200_0000_99AA);

    public static string PeerOf(IpFamily family) => family == IpFamily.V4 ? "10.0.0.2" : "fd00::2";

    public static string OursOf(IpFamily family) => family == IpFamily.V4 ? "10.0.0.1" : "fd00::1";

    public static string PrefixOf(IpFamily family) => family == IpFamily.V4 ? "10.0.0.1/24" : "fd00::1/64";

    public static byte[] Ethernet(MacAddress destination, ushort type, ReadOnlySpan<byte> payload, MacAddress? source = null)
    {
        byte[] frame = new byte[Math.Max(EthernetHeader.MinimumFrame, EthernetHeader.Size + payload.Length)];
        EthernetHeader.Write(frame, destination, source ?? PeerMac, type);
        payload.CopyTo(frame.AsSpan(EthernetHeader.Size));
        return frame;
    }

    public static byte[] Arp(ArpOperation operation, MacAddress senderMac, string sender, MacAddress targetMac, string target, MacAddress? destination = null)
    {
        byte[] packet = new byte[ArpPacket.Size];
        ArpPacket.Write(packet, operation, senderMac, IpAddress.Parse(sender), targetMac, IpAddress.Parse(target));
        return Ethernet(destination ?? MacAddress.Broadcast, EtherTypes.Arp, packet, senderMac);
    }

    /// <summary>An IP packet of either family with the given payload.</summary>
    public static byte[] Ip(string source, string destination, IpProtocol protocol, ReadOnlySpan<byte> payload, byte hopLimit = 64, byte trafficClass = 0)
    {
        IpAddress from = IpAddress.Parse(source);
        IpAddress to = IpAddress.Parse(destination);
        int header = from.IsV4 ? IPv4Header.Size : IPv6Header.Size;
        byte[] packet = new byte[header + payload.Length];
        payload.CopyTo(packet.AsSpan(header));
        if (from.IsV4)
        {
            IPv4Header.Write(packet, from, to, protocol, packet.Length, 0x1234, hopLimit, trafficClass);
        }
        else
        {
            IPv6Header.Write(packet, from, to, protocol, payload.Length, hopLimit, trafficClass);
        }

        return packet;
    }

    public static byte[] IpFrame(MacAddress mac, ReadOnlySpan<byte> packet) =>
        Ethernet(mac, packet[0] >> 4 == 4 ? EtherTypes.IPv4 : EtherTypes.IPv6, packet);

    public static byte[] EchoMessage(string source, string destination, ushort id, ushort sequence, ReadOnlySpan<byte> data, bool reply = false)
    {
        IpAddress from = IpAddress.Parse(source);
        IpAddress to = IpAddress.Parse(destination);
        byte[] message = new byte[8 + data.Length];
        data.CopyTo(message.AsSpan(8));
        if (from.IsV4)
        {
            Icmp4Header.WriteEcho(message, reply ? Icmp4Type.EchoReply : Icmp4Type.Echo, id, sequence);
            Icmp4Header.FillChecksum(message);
        }
        else
        {
            Icmp6Header.WriteEcho(message, reply ? Icmp6Type.EchoReply : Icmp6Type.Echo, id, sequence);
            Icmp6Header.FillChecksum(message, from, to);
        }

        return message;
    }

    public static byte[] Echo(string source, string destination, ushort id, ushort sequence, ReadOnlySpan<byte> data, byte hopLimit = 64) =>
        Ip(source, destination, IcmpOf(source), EchoMessage(source, destination, id, sequence, data), hopLimit);

    public static IpProtocol IcmpOf(string address) => IpAddress.Parse(address).IsV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6;

    public static byte[] Udp(string source, ushort sourcePort, string destination, ushort destinationPort, ReadOnlySpan<byte> data)
    {
        byte[] datagram = new byte[8 + data.Length];
        data.CopyTo(datagram.AsSpan(8));
        UdpHeader.Write(datagram, sourcePort, destinationPort, datagram.Length);
        UdpHeader.FillChecksum(datagram, IpAddress.Parse(source), IpAddress.Parse(destination));
        return Ip(source, destination, IpProtocol.Udp, datagram);
    }

    /// <summary>An ND message with its checksum in an IPv6 packet.</summary>
    public static byte[] Nd(string source, string destination, byte[] message, byte hopLimit = 255)
    {
        Icmp6Header.FillChecksum(message, IpAddress.Parse(source), IpAddress.Parse(destination));
        return Ip(source, destination, IpProtocol.IcmpV6, message, hopLimit);
    }

    public static byte[] Solicitation(string target, MacAddress? source)
    {
        byte[] message = new byte[source is null ? 24 : 32];
        NeighborSolicitation.Write(message, IpAddress.Parse(target));
        if (source is { } mac)
        {
            NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(24), NdOptionType.SourceLinkLayerAddress, mac);
        }

        return message;
    }

    public static byte[] Advertisement(string target, MacAddress mac, bool solicited = true, bool isOverride = true)
    {
        byte[] message = new byte[32];
        NeighborAdvertisement.Write(message, IpAddress.Parse(target), isRouter: false, solicited, isOverride);
        NdOptionWriter.WriteLinkLayerAddress(message.AsSpan(24), NdOptionType.TargetLinkLayerAddress, mac);
        return message;
    }

    public static ushort TypeOf(byte[] frame) => BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(12));

    /// <summary>The IP packet in a frame without padding; checks its header checksum.</summary>
    public static byte[] PacketOf(byte[] frame)
    {
        ReadOnlySpan<byte> data = frame.AsSpan(EthernetHeader.Size);
        if (data[0] >> 4 == 4)
        {
            Assert.True(IPv4Header.TryParse(data, out IPv4Header header));
            Assert.True(header.IsChecksumValid);
            return data[..header.TotalLength].ToArray();
        }

        Assert.True(IPv6Header.TryParse(data, out IPv6Header header6));
        return data[..(IPv6Header.Size + header6.PayloadLength)].ToArray();
    }

    public static (IpAddress Source, IpAddress Destination, byte Protocol, byte HopLimit, byte[] Payload) Open(byte[] frame)
    {
        byte[] packet = PacketOf(frame);
        if (packet[0] >> 4 == 4)
        {
            Assert.True(IPv4Header.TryParse(packet, out IPv4Header header));
            return (header.Source, header.Destination, (byte)header.Protocol, header.TimeToLive, header.Payload.ToArray());
        }

        Assert.True(IPv6Header.TryParse(packet, out IPv6Header header6));
        return (header6.Source, header6.Destination, (byte)header6.NextHeader, header6.HopLimit, header6.Payload.ToArray());
    }

    /// <summary>Checks the checksum of an ICMP message in a frame and returns it.</summary>
    public static byte[] IcmpOf(byte[] frame)
    {
        (IpAddress source, IpAddress destination, byte protocol, _, byte[] payload) = Open(frame);
        uint pseudo = source.IsV4 ? 0 : InternetChecksum.PseudoHeader(source, destination, protocol, (uint)payload.Length);
        Assert.Equal(source.IsV4 ? 1 : 58, protocol);
        Assert.True(InternetChecksum.IsValid(pseudo + InternetChecksum.Sum(payload)), "ICMP checksum");
        return payload;
    }

    public static byte[] Pattern(int length)
    {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++)
        {
            data[i] = (byte)(i * 7);
        }

        return data;
    }
}
