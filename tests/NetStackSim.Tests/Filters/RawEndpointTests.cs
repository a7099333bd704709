using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Raw sockets through WSK: what they send and receive, and at which layers they are seen (fact sheet 10.1, 11.3).</summary>
public sealed class RawEndpointTests
{
    private const byte Protocol = 253;
    private const uint RawFlag = 0x10;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Scenario28_Raw_SendReceiveAndClose_FollowTheTable(IpFamily family)
    {
        using var lab = new FilterLab(family);
        var a = new LayerRecorder(lab.A, family);
        var b = new LayerRecorder(lab.B, family);
        lab.Network.Run(async () =>
        {
            SimRawSocket client = lab.A.Sockets.OpenRaw(lab.Any, Protocol);
            SimRawSocket server = lab.B.Sockets.OpenRaw(lab.Any, Protocol);
            Assert.Equal("ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT", a.Take());
            b.Take();

            await client.SendToAsync("first"u8.ToArray(), lab.B.Address);
            byte[] buffer = new byte[100];
            int length = (await server.ReceiveFromAsync(buffer)).Bytes;
            int header = family == IpFamily.V4 ? 20 : 0;
            Assert.Equal("first"u8.ToArray(), buffer[header..length]);
            Assert.Equal("ALE_AUTH_CONNECT ALE_FLOW_ESTABLISHED DATAGRAM_DATA OUTBOUND_TRANSPORT OUTBOUND_IPPACKET", a.Take());
            Assert.Equal("INBOUND_IPPACKET INBOUND_TRANSPORT ALE_AUTH_RECV_ACCEPT ALE_FLOW_ESTABLISHED DATAGRAM_DATA", b.Take());

            await client.SendToAsync("next"u8.ToArray(), lab.B.Address);
            await server.ReceiveFromAsync(buffer);
            Assert.Equal("DATAGRAM_DATA OUTBOUND_TRANSPORT OUTBOUND_IPPACKET", a.Take());
            Assert.Equal("INBOUND_IPPACKET INBOUND_TRANSPORT DATAGRAM_DATA", b.Take());

            await server.SendToAsync("reply"u8.ToArray(), lab.A.Address);
            await client.ReceiveFromAsync(buffer);
            Assert.Equal("DATAGRAM_DATA OUTBOUND_TRANSPORT OUTBOUND_IPPACKET", b.Take());
            Assert.Equal("INBOUND_IPPACKET INBOUND_TRANSPORT DATAGRAM_DATA", a.Take());
            await client.DisposeAsync();
            await server.DisposeAsync();
            Assert.Equal("ALE_ENDPOINT_CLOSURE ALE_RESOURCE_RELEASE", a.Take());
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Flag_IsSetAtEveryLayerThatKnowsTheEndpoint_AndPortsAreZero(IpFamily family)
    {
        using var lab = new FilterLab(family);
        List<string> seen = [];
        foreach (string name in (string[])["ALE_RESOURCE_ASSIGNMENT", "ALE_AUTH_CONNECT", "ALE_AUTH_RECV_ACCEPT", "DATAGRAM_DATA", "OUTBOUND_TRANSPORT", "INBOUND_TRANSPORT"])
        {
            LayerSchema layer = lab.Layer(lab.A, name);
            int flags = layer.FindField("FLAGS")!.Index;
            int port = layer.FindField("IP_LOCAL_PORT")!.Index;
            lab.Callout(
                lab.A,
                name,
                (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
                {
                    seen.Add($"{name} {v[flags].Number & RawFlag} {v[port].Number} {m.Has(MetadataFields.TransportEndpointHandle)}");
                    o.Continue();
                },
                FilterActionType.CalloutInspection);
        }

        lab.Network.Run(async () =>
        {
            await using SimRawSocket client = lab.A.Sockets.OpenRaw(lab.Any, (byte)IpProtocol.Udp);
            await using SimUdpSocket udp = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            byte[] datagram = new byte[9];
            BinaryPrimitives.WriteUInt16BigEndian(datagram, 4000);
            BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), 53);
            BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), 9);
            if (family == IpFamily.V6)
            {
                uint sum = InternetChecksum.PseudoHeader(lab.A.Address, lab.B.Address, IpProtocol.Udp, 9) + InternetChecksum.Sum(datagram);
                BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(6), InternetChecksum.FinishUdp(sum));
            }

            await client.SendToAsync(datagram, lab.B.Address);
            Assert.Equal(1, (await udp.ReceiveFromAsync(new byte[10])).Bytes);
            await using SimRawSocket server = lab.B.Sockets.OpenRaw(lab.Any, Protocol);
            await using SimRawSocket second = lab.A.Sockets.OpenRaw(lab.Any, Protocol);
            await server.SendToAsync(new byte[1], lab.A.Address);
            await second.ReceiveFromAsync(new byte[100]);
        });
        Assert.Equal(
            [
                "ALE_RESOURCE_ASSIGNMENT 16 0 True", "ALE_AUTH_CONNECT 16 0 True", "DATAGRAM_DATA 16 0 True", "OUTBOUND_TRANSPORT 16 0 True",
                "ALE_RESOURCE_ASSIGNMENT 16 0 True", "INBOUND_TRANSPORT 16 0 True", "ALE_AUTH_RECV_ACCEPT 16 0 True", "DATAGRAM_DATA 16 0 True",
            ],
            seen);
    }

    [Fact]
    public void IncludedHeader_IsShownApartAndCompleted()
    {
        using var lab = new FilterLab();
        byte[]? apart = null;
        int length = 0;
        lab.Callout(
            lab.A,
            "OUTBOUND_TRANSPORT",
            (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                Assert.True(m.Has(MetadataFields.TransportHeaderIncludeHeader));
                apart = [.. m.IncludedHeader!];
                length = ((Ndis.NetBufferList)d!).FirstNetBuffer.DataLength;
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        int network = 0;
        lab.Callout(
            lab.A,
            "OUTBOUND_IPPACKET",
            (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                network = ((Ndis.NetBufferList)d!).FirstNetBuffer.DataLength;
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        lab.Network.Run(async () =>
        {
            await using SimRawSocket client = lab.A.Sockets.OpenRaw(lab.A.Address, 255);
            await using SimRawSocket server = lab.B.Sockets.OpenRaw(lab.Any, Protocol);
            client.IncludeHeader();
            byte[] packet = new byte[24];
            packet[0] = 0x45;
            packet[8] = 7;
            packet[9] = Protocol;
            "data"u8.CopyTo(packet.AsSpan(20));
            lab.B.Address.WriteTo(packet.AsSpan(16));
            await client.SendToAsync(packet, lab.B.Address);
            byte[] buffer = new byte[100];
            UdpReceiveResult received = await server.ReceiveFromAsync(buffer);
            Assert.Equal((24, lab.A.Address), (received.Bytes, received.Remote.Address));
            Assert.Equal("data"u8.ToArray(), buffer[20..24]);
            Assert.Equal(7, buffer[8]);
            Assert.True(InternetChecksum.IsValid(InternetChecksum.Sum(buffer.AsSpan(0, 20))));
            Assert.NotEqual(0, packet.Length - BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)));

            packet[0] = 0x15;
            Assert.Equal(NtStatus.InvalidParameter, (await Assert.ThrowsAsync<SocketStatusException>(async () => await client.SendToAsync(packet, lab.B.Address))).Status);
        });
        Assert.Equal((20, 4, 24), (apart!.Length, length, network));
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Icmp_EchoOfARawSocket_IsOneFlowByTypeCodeAndIdentifier(IpFamily family)
    {
        using var lab = new FilterLab(family);
        List<(ulong Type, ulong Code, uint Id)> seen = [];
        lab.Callout(
            lab.A,
            "ALE_AUTH_CONNECT",
            (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                seen.Add((v[AleAuthConnectField.IpLocalPort].Number, v[AleAuthConnectField.IpRemotePort].Number, m.IcmpIdAndSequence >> 16));
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        var accepts = new LayerCount(lab, lab.A, "ALE_AUTH_RECV_ACCEPT");
        lab.Network.Run(async () =>
        {
            await using SimRawSocket client = lab.A.Sockets.OpenRaw(lab.Any, IcmpNumber(family));
            byte[] buffer = new byte[100];
            foreach (ushort id in (ushort[])[7, 7, 8])
            {
                await client.SendToAsync(Echo(family, id), lab.B.Address);
                int start = family == IpFamily.V4 ? 20 : 0;
                int type;
                do
                {
                    // Neighbour discovery comes by, too.
                    await client.ReceiveFromAsync(buffer);
                    type = buffer[start];
                }
                while (type != (family == IpFamily.V4 ? 0 : 129));
                Assert.Equal(id, BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(start + 4)));
            }
        });
        ulong request = family == IpFamily.V4 ? 8u : 128u;
        Assert.Equal([(request, 0, 7), (request, 0, 8)], seen);
        Assert.Equal(0, family == IpFamily.V4 ? accepts.Calls : 0);
    }

    [Fact]
    public void ReceiveAll_IsSeenAtResourceAssignmentAloneAndReleasedOnce()
    {
        using var lab = new FilterLab();
        List<(ulong Code, ulong Flags)> assigned = [];
        lab.Callout(
            lab.A,
            "ALE_RESOURCE_ASSIGNMENT",
            (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                assigned.Add((v[AleResourceAssignmentField.AlePromiscuousMode].Number, v[AleResourceAssignmentField.Flags].Number));
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        var released = new LayerCount(lab, lab.A, "ALE_RESOURCE_RELEASE");
        var transport = new LayerCount(lab, lab.A, "INBOUND_TRANSPORT");
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket udp = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await using SimUdpSocket sender = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 4000));
            await using (SimRawSocket tap = lab.A.Sockets.OpenRaw(lab.A.Address, 0))
            {
                assigned.RemoveAt(0);
                tap.ReceiveAll(ReceiveAllMode.On);
                await sender.SendToAsync(new byte[3], new IpEndpoint(lab.B.Address, 53));
                byte[] buffer = new byte[100];
                UdpReceiveResult sent = await tap.ReceiveFromAsync(buffer);
                Assert.Equal((31, lab.A.Address), (sent.Bytes, sent.Remote.Address));
                Assert.Equal(0, released.Calls);
            }

            Assert.Equal((2, 0), (released.Calls, transport.Calls));
        });
        Assert.Equal([(0ul, RawFlag), (0x98000001ul, RawFlag)], assigned);
    }

    [Fact]
    public void ReceiveAll_BlockedByItsCode_IsDenied()
    {
        using var lab = new FilterLab();
        lab.Block(lab.A, "ALE_RESOURCE_ASSIGNMENT", ("ALE_PROMISCUOUS_MODE", FwpValue.UInt32(0x98000001)));
        lab.Network.Run(async () =>
        {
            await using SimRawSocket tap = lab.A.Sockets.OpenRaw(lab.A.Address, 0);
            Assert.Equal(NtStatus.AccessDenied, Assert.Throws<SocketStatusException>(() => tap.ReceiveAll(ReceiveAllMode.IpLevel)).Status);
            await using SimRawSocket wildcard = lab.A.Sockets.OpenRaw(lab.Any, 0);
            Assert.Equal(NtStatus.InvalidDeviceState, Assert.Throws<SocketStatusException>(() => wildcard.ReceiveAll(ReceiveAllMode.On)).Status);
        });
    }

    [Fact]
    public void ReceiveAll_On_HearsFramesForOthers()
    {
        using var network = new SimNetwork(seed: 1);
        SimHost a = network.AddHost("a", h => h.Address("10.0.0.1/24"));
        SimHost b = network.AddHost("b", h => h.Address("10.0.0.2/24"));
        SimHost c = network.AddHost("c", h => h.Address("10.0.0.3/24"));
        Simulation.Switch hub = network.AddSwitch("hub", new Simulation.SwitchOptions { AgingNs = -1 });
        network.Connect(a, hub);
        network.Connect(b, hub);
        network.Connect(c, hub);
        network.Run(async () =>
        {
            await b.PingAsync(c.Address);
            await using SimRawSocket tap = a.Sockets.OpenRaw(a.Address, 0);
            tap.ReceiveAll(ReceiveAllMode.On);
            await Task.Delay(Moment, network.TimeProvider);
            await b.PingAsync(c.Address);
            Assert.NotEqual(0, hub.Flooded);
            Assert.Contains(a.Kernel.Drops.Snapshot(), d => d.ToString()!.Contains("NotForUs", StringComparison.Ordinal));
            UdpReceiveResult heard = await tap.ReceiveFromAsync(new byte[100]);
            Assert.Equal(b.Address, heard.Remote.Address);
            tap.ReceiveAll(ReceiveAllMode.Off);
        });
        Assert.Equal(0, a.Stack.IPv4Statistics.InAddressErrors);
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void UnknownProtocol_WithARawEndpoint_IsNotRefused(IpFamily family)
    {
        using var lab = new FilterLab(family);
        IcmpStatistics errors = family == IpFamily.V4 ? lab.B.Stack.IcmpV4Statistics : lab.B.Stack.IcmpV6Statistics;
        lab.Network.Run(async () =>
        {
            await using SimRawSocket client = lab.A.Sockets.OpenRaw(lab.Any, Protocol);
            await client.SendToAsync(new byte[1], lab.B.Address);
            await Task.Delay(Moment, lab.Network.TimeProvider);
            Assert.Equal(1, errors.OutErrorReports);
            await using SimRawSocket server = lab.B.Sockets.OpenRaw(lab.Any, Protocol);
            await client.SendToAsync(new byte[1], lab.B.Address);
            await server.ReceiveFromAsync(new byte[100]);
        });
        Assert.Equal(1, errors.OutErrorReports);
    }

    [Fact]
    public void Tcp_OverARawSocket_IsForbiddenOnAClientSystem_AndAStandardUserGetsNone()
    {
        using var lab = new FilterLab();
        lab.Network.Run(async () =>
        {
            await using SimRawSocket client = lab.A.Sockets.OpenRaw(lab.Any, (byte)IpProtocol.Tcp);
            Assert.Equal(NtStatus.AccessDenied, (await Assert.ThrowsAsync<SocketStatusException>(async () => await client.SendToAsync(new byte[20], lab.B.Address))).Status);
        });
        SimProcess user = lab.A.Kernel.Processes.Start(@"\device\harddiskvolume1\user.exe", SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1001")));
        Assert.Equal(NtStatus.AccessDenied, Assert.Throws<SocketStatusException>(() => lab.A.Sockets.OpenRaw(lab.Any, Protocol, user)).Status);
    }

    private static byte IcmpNumber(IpFamily family) => family == IpFamily.V4 ? (byte)1 : (byte)58;

    private static byte[] Echo(IpFamily family, ushort id)
    {
        byte[] message = new byte[12];
        message[0] = family == IpFamily.V4 ? (byte)8 : (byte)128;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), id);
        if (family == IpFamily.V4)
        {
            Icmp4Header.FillChecksum(message);
        }

        return message;
    }
}
