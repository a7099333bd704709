using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>The table of section 12 with traffic: what the stack itself drops is shown at its discard layer with module and reason, and with no filter.</summary>
public sealed class DiscardTableTests
{
    [Theory]
    [LabCases]
    public void Section12_ReceivedPackets_AreDiscardedWithModuleAndReason(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        List<string> seen = Watch(lab, lab.B);
        IpAddress a = lab.A.Address;
        IpAddress b = lab.B.Address;
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            await using SimUdpSocket socket = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await Expect("INBOUND_IPPACKET Network/PortUnreachable", lab.Udp(a, b, 4711));
            await Expect("INBOUND_IPPACKET Network/NotLocallyDestined", lab.Udp(a, lab.Neighbour(77), 53));
            await Expect("INBOUND_IPPACKET Network/ProtocolUnreachable", OtherProtocol());
            await Expect("INBOUND_TRANSPORT Transport/EndpointNotFound", Tcp(4711, TcpFlags.Syn));
            await Expect("INBOUND_TRANSPORT Transport/ChecksumInvalid", Broken(Tcp(80, TcpFlags.Syn), 16));
            await Expect("INBOUND_TRANSPORT Transport/ChecksumInvalid", Broken(lab.Udp(a, b, 53), 6));
            await Expect("INBOUND_TRANSPORT Transport/HeaderInvalid", ShortHeader(Tcp(80, TcpFlags.Syn)));

            async Task Expect(string expected, byte[] packet)
            {
                PacketInjection packets = lab.B.Filters!.Injection!;
                InjectionHandle handle = packets.CreateHandle(family, InjectionTypes.Network, out _)!;
                packets.Allocate(packet, out NetBufferList? list);
                Assert.True(packets.NetworkReceive(handle, null, 1, lab.B.Stack.Interfaces[1].Index, list!, (l, _) => packets.Free(l)).IsSuccess);
                await lab.Pause(5);
                Assert.Equal([expected], seen);
                seen.Clear();
            }
        });

        byte[] Tcp(ushort port, TcpFlags flags) => PacketBuilder.Allocate().IP(a, b).Tcp(40000, port, 1000, 0, flags, 0x2000).ToArray();

        byte[] OtherProtocol()
        {
            byte[] packet = lab.Udp(a, b, 53);
            packet[family == IpFamily.V4 ? 9 : 6] = 253;
            if (family == IpFamily.V4)
            {
                IPv4Header.FillChecksum(packet.AsSpan(0, 20));
            }

            return packet;
        }

        byte[] Broken(byte[] packet, int at)
        {
            packet[lab.IpHeaderSize + at] ^= 0x55;
            return packet;
        }

        byte[] ShortHeader(byte[] packet)
        {
            packet[lab.IpHeaderSize + 12] = 0x40;
            TcpHeader.FillChecksum(packet.AsSpan(lab.IpHeaderSize), a, b);
            return packet;
        }
    }

    [Theory]
    [LabCases]
    public void Section12_PacketsOfTheHost_ThatHaveNoWay_AreDiscardedAtTheNetwork(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        List<string> seen = Watch(lab, lab.A);
        lab.Network.Run(async () =>
        {
            // A socket is told that there is no way, and what a driver sends is dropped: the discard layer hears of both.
            IpAddress nowhere = IpAddress.Parse(lab.ByFamily("192.0.2.1", "2001:db8::1"));
            await using SimUdpSocket socket = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            await Assert.ThrowsAsync<SocketStatusException>(async () => await socket.SendToAsync(new byte[1], new IpEndpoint(nowhere, 53)));
            Assert.Equal(["OUTBOUND_IPPACKET Network/NoRoute"], seen);
            await using SimRawSocket raw = lab.A.Sockets.OpenRaw(lab.Any, 253);
            await Assert.ThrowsAsync<SocketStatusException>(async () => await raw.SendToAsync(new byte[1], nowhere));
            Assert.Equal(NtStatus.NetworkUnreachable, (await lab.A.PingAsync(nowhere)).Status);
            Assert.Equal(3, seen.Count);
            seen.RemoveRange(1, 2);
            PacketInjection packets = lab.A.Filters!.Injection!;
            InjectionHandle handle = packets.CreateHandle(family, InjectionTypes.Network, out _)!;
            packets.Allocate(lab.Udp(lab.A.Address, nowhere, 53), out NetBufferList? list);
            Assert.True(packets.NetworkSend(handle, null, 1, list!, (l, _) => packets.Free(l)).IsSuccess);
            await lab.Pause(5);
            await Assert.ThrowsAsync<SocketStatusException>(async () => await socket.SendToAsync(new byte[1], new IpEndpoint(lab.Neighbour(200), 53)));
        });
        Assert.Equal(["OUTBOUND_IPPACKET Network/NoRoute", "OUTBOUND_IPPACKET Network/NoRoute", "OUTBOUND_IPPACKET Network/AddressResolutionTimeout"], seen);
    }

    [Theory]
    [LabCases]
    public void Section12_ASendWithoutARoute_ShowsWhereItShouldHaveGone(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        IpAddress nowhere = IpAddress.Parse(lab.ByFamily("192.0.2.1", "2001:db8::1"));
        List<(IpAddress Local, IpAddress Remote, bool HasPacket)> seen = [];
        LayerSchema layer = lab.Discard(lab.A, "OUTBOUND_IPPACKET");
        int local = layer.FindField("IP_LOCAL_ADDRESS")!.Index;
        int remote = layer.FindField("IP_REMOTE_ADDRESS")!.Index;
        lab.Callout(
            lab.A,
            layer,
            (ClassifyValues v, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                seen.Add((FilterLab.AddressOf(v[local]), FilterLab.AddressOf(v[remote]), d is not null));
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket bound = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await Assert.ThrowsAsync<SocketStatusException>(async () => await bound.SendToAsync(new byte[1], new IpEndpoint(nowhere, 53)));
        });
        Assert.Equal([(lab.A.Address, nowhere, false)], seen);
        IpStatistics statistics = family == IpFamily.V4 ? lab.A.Stack.IPv4Statistics : lab.A.Stack.IPv6Statistics;
        Assert.Equal(1, statistics.OutNoRoutes);
    }

    [Theory]
    [LabCases]
    public void Section12_ASendWithoutASourceAddress_IsAddressUnreachable(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        List<string> seen = Watch(lab, lab.A);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket bound = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            Assert.True(lab.A.Stack.RemoveAddress(lab.A.Stack.Interfaces[1], lab.Neighbour(1)).IsSuccess);
            await Assert.ThrowsAsync<SocketStatusException>(async () => await bound.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 53)));
        });
        Assert.Equal(["OUTBOUND_IPPACKET Network/AddressUnreachable"], seen);
    }

    [Theory]
    [LabCases]
    public void Section12_ForwardedPackets_WithoutAWayOrAHopLeft(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        foreach (IpInterface adapter in lab.B.Stack.Interfaces)
        {
            adapter.For(family).Forwarding = true;
        }

        List<string> seen = Watch(lab, lab.B);
        IpAddress outside = IpAddress.Parse(lab.ByFamily("192.0.2.1", "2001:db8::1"));
        lab.Network.Run(async () =>
        {
            PacketInjection packets = lab.B.Filters!.Injection!;
            InjectionHandle handle = packets.CreateHandle(family, InjectionTypes.Network, out _)!;
            foreach (byte[] packet in (byte[][])[lab.Udp(lab.A.Address, outside, 53), PacketBuilder.Allocate().IP(lab.A.Address, lab.Neighbour(99), hopLimit: 1).Udp(4000, 53).ToArray()])
            {
                packets.Allocate(packet, out NetBufferList? list);
                Assert.True(packets.NetworkReceive(handle, null, 1, lab.B.Stack.Interfaces[1].Index, list!, (l, _) => packets.Free(l)).IsSuccess);
                await lab.Pause(5);
            }
        });
        Assert.Equal(["IPFORWARD Network/NoRoute", "IPFORWARD Network/HopLimitExceeded"], seen);
    }

    private static List<string> Watch(FilterLab lab, SimHost host)
    {
        List<string> seen = [];
        foreach (string layer in (string[])["INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "IPFORWARD", "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT", "ALE_AUTH_RECV_ACCEPT"])
        {
            lab.Callout(
                host,
                lab.Discard(host, layer),
                (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
                {
                    Assert.True(m.Has(MetadataFields.DiscardReason));
                    Assert.Equal(0UL, m.DiscardFilterId);
                    seen.Add($"{layer} {m.DiscardReason}");
                    o.Continue();
                },
                FilterActionType.CalloutInspection);
        }

        return seen;
    }
}
