using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Scenario 38 with headers longer than usual: IPv4 options, IPv6 extension headers.</summary>
public sealed class HeaderOffsetTests
{
    [Theory]
    [LabCases]
    public void Scenario38_OptionsAndExtensionHeaders_AreCountedInTheWayBack(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
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

    // Four no-operations in front of the end, 24 bytes of header; or destination options with padding alone.
    private static byte[] Packet(FilterLab lab) => lab.Family == IpFamily.V4
        ? PacketBuilder.Allocate().IPv4(lab.A.Address, lab.B.Address, options: [1, 1, 1, 0]).Udp(4000, 53).PayloadOf(4).ToArray()
        : PacketBuilder.Allocate().IPv6(lab.A.Address, lab.B.Address).Extension(IpProtocol.DestinationOptions, [1, 4, 0, 0, 0, 0]).Udp(4000, 53).PayloadOf(4).ToArray();
}
