using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Tests.Sockets;

public sealed class SimUdpSocketTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 9000)]
    [InlineData(true, 1200)]
    [InlineData(true, 65_000)]
    public void Echo_Datagrams_ComeBack(bool v6, int size)
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            IpAddress any = v6 ? IpAddress.AnyV6 : IpAddress.AnyV4;
            await using SimUdpSocket server = hosts.Bob.Sockets.OpenUdp(new IpEndpoint(any, 53));
            await using SimUdpSocket client = hosts.Alice.Sockets.OpenUdp(new IpEndpoint(any, 0));
            await client.SendToAsync(TwoHosts.Pattern(size), hosts.BobAt(53, v6));
            byte[] buffer = new byte[66_000];
            UdpReceiveResult question = await server.ReceiveFromAsync(buffer);
            Assert.Equal((size, false), (question.Bytes, question.IsTruncated));
            Assert.Equal(new IpEndpoint(hosts.Alice.AddressOf(v6 ? IpFamily.V6 : IpFamily.V4), client.LocalEndpoint.Port), question.Remote);
            await server.SendToAsync(buffer.AsMemory(0, size), question.Remote);
            UdpReceiveResult answer = await client.ReceiveFromAsync(buffer);
            Assert.Equal((size, hosts.BobAt(53, v6)), (answer.Bytes, answer.Remote));
            Assert.Equal(TwoHosts.Pattern(size), buffer[..size]);
        });
    }

    [Fact]
    public void Receive_SmallBuffer_IsCut()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            await using SimUdpSocket server = hosts.Bob.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 53));
            await using SimUdpSocket client = hosts.Alice.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 0));
            await client.SendToAsync(TwoHosts.Pattern(100), hosts.BobAt(53));
            using NativeMemory native = new(10);
            UdpReceiveResult result = await server.ReceiveFromAsync(native.Memory);
            Assert.Equal((10, true), (result.Bytes, result.IsTruncated));
            Assert.True(native.Memory.Span.SequenceEqual(TwoHosts.Pattern(10)));
        });
    }

    [Fact]
    public void Receive_NobodyListensThere_ReportsPortUnreachable()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            await using SimUdpSocket client = hosts.Alice.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 0));
            Task<UdpReceiveResult> receive = client.ReceiveFromAsync(new byte[10]).AsTask();
            await client.SendToAsync(new byte[1], hosts.BobAt(9));
            SocketStatusException failure = await Assert.ThrowsAsync<SocketStatusException>(() => receive);
            Assert.Equal(NtStatus.PortUnreachable, failure.Status);
        });
    }

    [Fact]
    public void Receive_CancelledOrDisposed_Ends()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            SimUdpSocket socket = hosts.Alice.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 0));
            using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(5), hosts.Network.TimeProvider);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await socket.ReceiveFromAsync(new byte[10], cancel.Token));
            Task<UdpReceiveResult> receive = socket.ReceiveFromAsync(new byte[10]).AsTask();
            await socket.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => receive);
            await Assert.ThrowsAsync<ObjectDisposedException>(async () => await socket.SendToAsync(new byte[1], hosts.BobAt(9)));
        });
    }

    [Fact]
    public void SetRemote_OthersAreNotHeard()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            await using SimUdpSocket server = hosts.Bob.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 53));
            await using SimUdpSocket stranger = hosts.Bob.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 54));
            await using SimUdpSocket client = hosts.Alice.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 1000));
            client.SetRemote(hosts.BobAt(53));
            await client.SendToAsync(new byte[3]);
            Assert.Equal(3, (await server.ReceiveFromAsync(new byte[10])).Bytes);
            var back = new IpEndpoint(hosts.Alice.Address, 1000);
            await stranger.SendToAsync(new byte[4], back);
            await server.SendToAsync(new byte[5], back);
            Assert.Equal(5, (await client.ReceiveFromAsync(new byte[10])).Bytes);
        });
    }

    [Fact]
    public void Bind_PortTaken_IsRefusedAndLeavesNothing()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            await using SimUdpSocket first = hosts.Bob.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 53));
            SocketStatusException taken = Assert.Throws<SocketStatusException>(() => hosts.Bob.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 53)));
            Assert.Equal(NtStatus.AddressAlreadyExists, taken.Status);
        });
    }

    [Fact]
    public void Broadcast_NeedsPermission()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            await using SimUdpSocket server = hosts.Bob.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 53));
            await using SimUdpSocket client = hosts.Alice.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 0));
            var everybody = new IpEndpoint(IpAddress.BroadcastV4, 53);
            SocketStatusException denied = await Assert.ThrowsAsync<SocketStatusException>(async () => await client.SendToAsync(new byte[1], everybody));
            Assert.Equal(NtStatus.AccessDenied, denied.Status);
            client.EnableBroadcast();
            await client.SendToAsync(new byte[2], everybody);
            Assert.Equal(2, (await server.ReceiveFromAsync(new byte[10])).Bytes);
        });
    }
}
