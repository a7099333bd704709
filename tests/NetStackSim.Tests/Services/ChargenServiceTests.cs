namespace NetStackSim.Tests.Services;

public sealed class ChargenServiceTests
{
    [Fact]
    public void Chargen_Stream_IsThePatternAndStaysAFewChunksAheadOfASlowReader()
    {
        using ServicePair pair = new();
        pair.Network.Run(async () =>
        {
            await using ChargenService chargen = ChargenService.Start(pair.Server.Kernel);
            SimTcpStream stream = await pair.ConnectAsync(ChargenService.DefaultPort);
            await pair.DelayAsync(1000);
            long ahead = chargen.BytesSent;

            byte[] received = new byte[300_000];
            byte[] expected = new byte[received.Length];
            await stream.ReadExactlyAsync(received);
            ChargenPattern.Fill(0, expected);

            Assert.Equal(expected, received);
            Assert.InRange(ahead, 1, 2_000_000);
            stream.Abort();
            await stream.DisposeAsync();
            await pair.DelayAsync(1000);
            Assert.Equal(0, chargen.OpenConnections);
        });

        Assert.Equal(0, pair.Server.Kernel.Copies.StackBytes);
    }

    [Fact]
    public void Chargen_PeerThatEnds_IsLeftGracefully()
    {
        using ServicePair pair = new();
        pair.Network.Run(async () =>
        {
            await using ChargenService chargen = ChargenService.Start(pair.Server.Kernel);
            await using SimTcpStream stream = await pair.ConnectAsync(ChargenService.DefaultPort);
            await stream.ShutdownSendAsync();
            byte[] buffer = new byte[65536];
            while (await stream.ReadAsync(buffer) > 0)
            {
            }

            await pair.DelayAsync(100);
            Assert.Equal(0, chargen.OpenConnections);
        });
    }
}
