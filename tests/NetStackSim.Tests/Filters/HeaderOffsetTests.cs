using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Scenario 38 with headers longer than usual: IPv4 options, IPv6 extension headers.</summary>
public sealed class HeaderOffsetTests
{
    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Scenario38_OptionsAndExtensionHeaders_AreCountedInTheWayBack(IpFamily family)
    {
        using var lab = new FilterLab(family);
        SortedDictionary<string, int> versions = new(StringComparer.Ordinal);
        Probe("INBOUND_IPPACKET", hasTransport: false);
        Probe("INBOUND_TRANSPORT", hasTransport: true);
        Probe("ALE_AUTH_RECV_ACCEPT", hasTransport: true);
        Probe("DATAGRAM_DATA", hasTransport: true);
        PacketInjection packets = lab.B.Filters!.Injection!;
        InjectionHandle handle = packets.CreateHandle(family, InjectionTypes.Network, out _)!;
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            packets.Allocate(Packet(lab), out NetBufferList? list);
            Assert.True(packets.NetworkReceive(handle, null, 1, lab.B.Stack.Interfaces[1].Index, list!, (l, _) => packets.Free(l)).IsSuccess);
            Assert.Equal(4, (await to.ReceiveFromAsync(new byte[10])).Bytes);
        });
        int version = family == IpFamily.V4 ? 4 : 6;
        Assert.Equal(4, versions.Count);
        Assert.All(versions, v => Assert.Equal(version, v.Value));

        void Probe(string layer, bool hasTransport) => lab.Callout(
            lab.B,
            layer,
            (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                o.Continue();
                NetBuffer buffer = ((NetBufferList)d!).FirstNetBuffer;
                if (((NetBufferList)d).Network.Protocol is (byte)IpProtocol.Icmp or (byte)IpProtocol.IcmpV6)
                {
                    return;
                }

                int back = m.IpHeaderSize + (hasTransport ? m.TransportHeaderSize : 0);
                buffer.Retreat(back);
                byte[] first = new byte[1];
                buffer.CopyTo(0, first);
                buffer.Advance(back);
                versions[layer] = first[0] >> 4;
            },
            FilterActionType.CalloutInspection);
    }

    private static byte[] Packet(FilterLab lab)
    {
        byte[] udp = new byte[12];
        UdpHeader.Write(udp, 4000, 53, 12);
        byte[] packet;
        int ip;
        if (lab.Family == IpFamily.V4)
        {
            // Four no-operations in front of the end: 24 bytes of header.
            ip = 24;
            packet = new byte[ip + udp.Length];
            IPv4Header.Write(packet, lab.A.Address, lab.B.Address, IpProtocol.Udp, packet.Length, options: [1, 1, 1, 0]);
        }
        else
        {
            // Destination options with padding alone.
            ip = 48;
            packet = new byte[ip + udp.Length];
            IPv6Header.Write(packet, lab.A.Address, lab.B.Address, IpProtocol.DestinationOptions, packet.Length - 40);
            packet[40] = (byte)IpProtocol.Udp;
            packet[42] = 1;
            packet[43] = 4;
        }

        udp.CopyTo(packet, ip);
        uint sum = InternetChecksum.PseudoHeader(lab.A.Address, lab.B.Address, IpProtocol.Udp, (uint)udp.Length) + InternetChecksum.Sum(packet.AsSpan(ip));
        UdpHeader.SetChecksum(packet.AsSpan(ip), InternetChecksum.FinishUdp(sum));
        return packet;
    }
}
