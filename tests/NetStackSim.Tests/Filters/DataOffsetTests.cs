using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Scenario 38 at every layer with a packet: what the data offset points at, and how far back the IP header is.</summary>
public sealed class DataOffsetTests
{
    private const ushort Port = 4000;

    [Theory]
    [LabCases]
    public void Scenario38_Datagrams_EveryLayerPointsWhereTheTableSays(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        SortedSet<string> client = Probe(lab, lab.A);
        SortedSet<string> server = Probe(lab, lab.B);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, Port));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, Port));
            await from.SendToAsync("payload"u8.ToArray(), to.LocalEndpoint);
            await to.ReceiveFromAsync(new byte[10]);
            await from.SendToAsync("payload"u8.ToArray(), new IpEndpoint(lab.B.Address, 53));
            await lab.Pause();
        });
        Assert.Equal(
            [
                "ALE_AUTH_CONNECT transport",
                "ALE_FLOW_ESTABLISHED transport",
                "DATAGRAM_DATA transport",
                "INBOUND_ICMP_ERROR ip, ip before",
                "INBOUND_IPPACKET icmp, ip before",
                "OUTBOUND_IPPACKET ip, transport behind",
                "OUTBOUND_TRANSPORT transport",
            ],
            client);
        Assert.Equal(
            [
                "ALE_AUTH_RECV_ACCEPT payload, ip before",
                "ALE_FLOW_ESTABLISHED payload, ip before",
                "DATAGRAM_DATA payload, ip before",
                "INBOUND_IPPACKET transport, ip before",
                "INBOUND_TRANSPORT payload, ip before",
                "OUTBOUND_ICMP_ERROR icmp",
                "OUTBOUND_IPPACKET ip, icmp behind",
                "OUTBOUND_TRANSPORT icmp",
            ],
            server);
        Assert.Empty(lab.A.Filters!.Contracts.Violations);
        Assert.Empty(lab.B.Filters!.Contracts.Violations);
    }

    [Theory]
    [LabCases]
    public void Scenario38_Echo_PointsAtTheIcmpHeader(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        SortedSet<string> client = Probe(lab, lab.A);
        SortedSet<string> server = Probe(lab, lab.B);
        lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address));
        Assert.Equal(
            [
                "ALE_AUTH_CONNECT icmp",
                "ALE_FLOW_ESTABLISHED icmp",
                "DATAGRAM_DATA icmp",
                "DATAGRAM_DATA icmp, ip before",
                "INBOUND_IPPACKET icmp, ip before",
                "INBOUND_TRANSPORT icmp, ip before",
                "OUTBOUND_IPPACKET ip, icmp behind",
                "OUTBOUND_TRANSPORT icmp",
            ],
            client);
        Assert.Equal(
            [
                "ALE_AUTH_RECV_ACCEPT icmp, ip before",
                "ALE_FLOW_ESTABLISHED icmp, ip before",
                "DATAGRAM_DATA icmp",
                "DATAGRAM_DATA icmp, ip before",
                "INBOUND_IPPACKET icmp, ip before",
                "INBOUND_TRANSPORT icmp, ip before",
                "OUTBOUND_IPPACKET ip, icmp behind",
                "OUTBOUND_TRANSPORT icmp",
            ],
            server);
    }

    [Theory]
    [LabCases]
    public void Scenario38_Discards_PointWhereTheStackStopped(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        SortedSet<string> seen = [];
        Watch(lab, lab.B, lab.Discard(lab.B, "INBOUND_IPPACKET"), seen);
        Watch(lab, lab.B, lab.Discard(lab.B, "INBOUND_TRANSPORT"), seen);
        Watch(lab, lab.B, lab.Discard(lab.B, "ALE_AUTH_RECV_ACCEPT"), seen);
        lab.Block(lab.B, "INBOUND_TRANSPORT", ("IP_LOCAL_PORT", FwpValue.UInt16(54)));
        lab.Block(lab.B, "ALE_AUTH_RECV_ACCEPT", ("IP_LOCAL_PORT", FwpValue.UInt16(55)));
        ulong packets = lab.Block(lab.B, "INBOUND_IPPACKET", ("IP_REMOTE_ADDRESS", FwpValue.Address(lab.Neighbour(66))));
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket blocked = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 54));
            await using SimUdpSocket refused = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 55));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, Port));
            await from.SendToAsync("payload"u8.ToArray(), new IpEndpoint(lab.B.Address, 54));
            await from.SendToAsync("payload"u8.ToArray(), new IpEndpoint(lab.B.Address, 55));
            PacketInjection injection = lab.B.Filters!.Injection!;
            InjectionHandle handle = injection.CreateHandle(family, InjectionTypes.Network, out _)!;
            injection.Allocate(lab.Udp(lab.Neighbour(66), lab.B.Address, 54), out NetBufferList? list);
            Assert.True(injection.NetworkReceive(handle, null, 1, lab.B.Stack.Interfaces[1].Index, list!, (l, _) => injection.Free(l)).IsSuccess);
            await lab.Pause();
        });
        Assert.Equal(1, lab.B.Filters!.FindFilter(packets)!.Hits);
        Assert.Equal(
            [
                "ALE_AUTH_RECV_ACCEPT_DISCARD payload, ip before",
                "INBOUND_IPPACKET_DISCARD transport, ip before",
                "INBOUND_TRANSPORT_DISCARD payload, ip before",
            ],
            seen);
    }

    private static SortedSet<string> Probe(FilterLab lab, SimHost host)
    {
        SortedSet<string> seen = new(StringComparer.Ordinal);
        foreach (string layer in (string[])
            [
                "INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT", "DATAGRAM_DATA", "INBOUND_ICMP_ERROR", "OUTBOUND_ICMP_ERROR",
                "ALE_AUTH_RECV_ACCEPT", "ALE_AUTH_CONNECT", "ALE_FLOW_ESTABLISHED",
            ])
        {
            Watch(lab, host, lab.Layer(host, layer), seen);
        }

        return seen;
    }

    private static void Watch(FilterLab lab, SimHost host, LayerSchema layer, SortedSet<string> seen) => lab.Callout(
        host,
        layer,
        (ClassifyValues v, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            if (d is NetBufferList list && !IsNeighbourDiscovery(list))
            {
                seen.Add(Describe(layer.Name, list.FirstNetBuffer, m));
            }
        },
        FilterActionType.CalloutInspection,
        weight: 0xF000);

    private static string Describe(string layer, NetBuffer buffer, in ClassifyMetadata metadata)
    {
        string name = layer.Replace("_V4", string.Empty, StringComparison.Ordinal).Replace("_V6", string.Empty, StringComparison.Ordinal);
        string here = Kind(buffer);
        if (name == "OUTBOUND_IPPACKET")
        {
            buffer.Advance(metadata.IpHeaderSize);
            string behind = Kind(buffer);
            Assert.True(buffer.Retreat(metadata.IpHeaderSize).IsSuccess);
            return $"{name} {here}, {behind} behind";
        }

        int back = metadata.IpHeaderSize + (name.StartsWith("INBOUND_IPPACKET", StringComparison.Ordinal) || here == "icmp" ? 0 : metadata.TransportHeaderSize);
        if (metadata.IpHeaderSize == 0)
        {
            return $"{name} {here}";
        }

        Assert.True(buffer.Retreat(back).IsSuccess);
        string before = Kind(buffer);
        buffer.Advance(back);
        return $"{name} {here}, {before} before";
    }

    private static string Kind(NetBuffer buffer)
    {
        byte[] first = new byte[2];
        buffer.CopyTo(0, first);
        return first switch
        {
            [(byte)'p', (byte)'a'] => "payload",
            [Port >> 8, Port & 0xFF] => "transport",
            [0x45 or 0x60, 0] => "ip",
            [0 or 1 or 3 or 8 or 128 or 129, _] => "icmp",
            _ => $"{first[0]:X2}{first[1]:X2}",
        };
    }

    private static bool IsNeighbourDiscovery(NetBufferList list)
    {
        byte[] packet = new byte[list.FirstNetBuffer.DataLength];
        list.FirstNetBuffer.CopyTo(0, packet);
        return packet is [>= 130 and <= 143, ..] || (packet is [0x60, ..] && packet.Length > 40 && (packet[6] == 0 || packet[40] is >= 130 and <= 143));
    }
}
