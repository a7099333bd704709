namespace NetStackSim.Tests.Services;

public sealed class DiscardServiceTests
{
    [Fact]
    public void Discard_ABigStream_IsTakenWithoutACopyAndEndsGracefully()
    {
        using ServicePair pair = new();
        pair.Network.Run(async () =>
        {
            await using DiscardService discard = DiscardService.Start(pair.Server.Kernel);
            await using SimTcpStream stream = await pair.ConnectAsync(DiscardService.DefaultPort);
            await stream.WriteAsync(new byte[500_000]);
            await stream.ShutdownSendAsync();

            Assert.Equal(0, await stream.ReadAsync(new byte[10]));
            Assert.Equal(500_000, discard.BytesReceived);
            Assert.Equal(0, discard.BytesSent);
        });

        Assert.Equal(0, pair.Server.Kernel.Copies.StackBytes);
    }

    [Fact]
    public void Dispose_WithAnOpenConnection_ResetsItAndFreesThePort()
    {
        using ServicePair pair = new();
        pair.Network.Run(async () =>
        {
            DiscardService discard = DiscardService.Start(pair.Server.Kernel);
            await using SimTcpStream stream = await pair.ConnectAsync(DiscardService.DefaultPort);
            await stream.WriteAsync(new byte[1000]);
            await pair.DelayAsync(50);
            Assert.Equal(1, discard.OpenConnections);

            await discard.DisposeAsync();

            await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[10]));
            await using DiscardService again = DiscardService.Start(pair.Server.Kernel);
            Assert.Equal(DiscardService.DefaultPort, again.Port);
        });
    }

    [Fact]
    public void Start_OnATakenPort_SaysWhichPort()
    {
        using ServicePair pair = new();
        pair.Network.Run(async () =>
        {
            await using DiscardService first = DiscardService.Start(pair.Server.Kernel, 99);

            SocketStatusException error = Assert.Throws<SocketStatusException>(() => EchoService.Start(pair.Server.Kernel, 99));
            Assert.Contains("99", error.Message);
            await pair.DelayAsync(1);
        });
    }
}
