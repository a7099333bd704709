using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>TCP segments over a raw socket, where the system allows it: they pass the layers of a raw datagram and belong to no connection.</summary>
public sealed class RawTcpTests
{
    private const ushort Port = 4711;

    [Theory]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V4, true)]
    [InlineData(IpFamily.V6, false)]
    public void Send_OnASystemThatAllowsIt_PassesTheLayersAndArrives(IpFamily family, bool includesHeader)
    {
        bool v4 = family == IpFamily.V4;
        using var network = new SimNetwork(seed: 1);
        StackProfile server = StackProfile.Windows11 with { RawTcpSends = true };
        SimHost a = network.AddHost("a", h => h.Address(v4 ? "10.0.0.1/24" : "fd00::1/64").Profile(server));
        SimHost b = network.AddHost("b", h => h.Address(v4 ? "10.0.0.2/24" : "fd00::2/64"));
        network.Connect(a, b);
        network.Run(async () => await a.PingAsync(b.Address));
        var layers = new LayerRecorder(a, family);
        var arrived = new LayerRecorder(b, family);
        network.Run(async () =>
        {
            await using SimRawSocket raw = a.Sockets.OpenRaw(v4 ? IpAddress.AnyV4 : IpAddress.AnyV6, (byte)IpProtocol.Tcp);
            layers.Take();
            byte[] packet = PacketBuilder.Allocate().IP(a.Address, b.Address).Tcp(40000, Port, 1000, 0, TcpFlags.Syn, 0x2000).ToArray();
            if (includesHeader)
            {
                raw.IncludeHeader();
            }

            await raw.SendToAsync(includesHeader ? packet : packet[(v4 ? 20 : 40)..], b.Address);
            await Task.Delay(TimeSpan.FromMilliseconds(100), network.TimeProvider);
        });

        // The peer refuses the SYN with a reset, which belongs to nobody here.
        Assert.StartsWith("ALE_AUTH_CONNECT ALE_FLOW_ESTABLISHED DATAGRAM_DATA OUTBOUND_TRANSPORT OUTBOUND_IPPACKET INBOUND_IPPACKET", layers.Take(), StringComparison.Ordinal);
        Assert.StartsWith("INBOUND_IPPACKET INBOUND_TRANSPORT", arrived.Take(), StringComparison.Ordinal);
        Assert.Contains(b.Kernel.Drops.Snapshot(), static d => d.Reason.ToString() == "Tcp/NoEndpoint");
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Send_ThatAFilterBlocksAtConnect_IsRefused(IpFamily family)
    {
        bool v4 = family == IpFamily.V4;
        using var network = new SimNetwork(seed: 1);
        SimHost a = network.AddHost("a", h => h.Address(v4 ? "10.0.0.1/24" : "fd00::1/64").Profile(StackProfile.Windows11 with { RawTcpSends = true }));
        SimHost b = network.AddHost("b", h => h.Address(v4 ? "10.0.0.2/24" : "fd00::2/64"));
        network.Connect(a, b);
        LayerSchema layer = a.Filters!.Catalog.Find(v4 ? "ALE_AUTH_CONNECT_V4" : "ALE_AUTH_CONNECT_V6")!;
        FilterCondition isTcp = new(layer.FindField("IP_PROTOCOL")!.Key, FwpMatchType.Equal, FwpValue.UInt8(6));
        FilterCondition isRaw = new(layer.FindField("FLAGS")!.Key, FwpMatchType.FlagsAllSet, FwpValue.UInt32(0x10));
        Filter block = new() { Name = "no raw TCP", LayerKey = layer.Key, Action = FilterActionType.Block, Conditions = [isTcp, isRaw] };
        Assert.True(a.Filters.Open().FilterAdd(block, out _).IsSuccess);
        network.Run(async () =>
        {
            await using SimRawSocket raw = a.Sockets.OpenRaw(v4 ? IpAddress.AnyV4 : IpAddress.AnyV6, (byte)IpProtocol.Tcp);
            SocketStatusException error = await Assert.ThrowsAsync<SocketStatusException>(async () => await raw.SendToAsync(new byte[20], b.Address));
            Assert.Equal(NtStatus.AccessDenied, error.Status);
            await using SimTcpListener listener = b.Sockets.Listen(new IpEndpoint(v4 ? IpAddress.AnyV4 : IpAddress.AnyV6, 7));
            Assert.Equal(NtStatus.Success, await FilterLab.TryConnect(a, new IpEndpoint(b.Address, 7)));
        });
    }
}
