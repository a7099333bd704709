using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests.Tcp;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Connect_ToListener_TakesThreeSegmentsAndTellsBothSides(bool v6)
    {
        var pair = new TcpPair(v6: v6);

        (TestStream client, TestStream server) = pair.Establish();

        Assert.Equal(["connected STATUS_SUCCESS"], client.Events);
        Assert.Equal(["connected STATUS_SUCCESS"], server.Events);
        Assert.Equal(3, pair.Log.Count);
        Assert.Equal(TcpFlags.Syn, pair.Log[0].Flags);
        Assert.Equal(TcpFlags.SynAck, pair.Log[1].Flags);
        Assert.Equal(pair.Log[0].Sequence + 1, pair.Log[1].Acknowledgment);
        Assert.Equal(TcpFlags.Ack, pair.Log[2].Flags);
        Assert.Equal(TcpState.Established, client.Connection.State);
        Assert.Equal(TcpState.Established, server.Connection.State);
        Assert.Equal(pair.Server, client.Endpoint.Remote);
        Assert.Equal(client.Endpoint.Local, server.Endpoint.Remote);
    }

    [Fact]
    public void Exchange_BothWays_ArrivesAndCloses()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();

        client.Send("hello"u8.ToArray());
        pair.Run(100);
        server.Send("world!"u8.ToArray());
        pair.Run(100);
        client.Endpoint.Disconnect(abortive: false);
        pair.Run(100);
        server.Endpoint.Disconnect(abortive: false);
        pair.Run(100);
        client.Endpoint.Close();
        server.Endpoint.Close();

        Assert.Equal("hello"u8.ToArray(), server.Received);
        Assert.Equal("world!"u8.ToArray(), client.Received);
        Assert.Equal(["connected STATUS_SUCCESS", "disconnect complete STATUS_SUCCESS", "disconnected STATUS_SUCCESS", "closed"], client.Events);
        Assert.Equal(["connected STATUS_SUCCESS", "disconnected STATUS_SUCCESS", "disconnect complete STATUS_SUCCESS", "closed"], server.Events);
        Assert.Single(client.Completed);
        Assert.Equal(1, pair.A.Tcp.TimeWaits.Count);
        pair.Run(121_000);
        Assert.Equal(0, pair.A.Tcp.TimeWaits.Count);
        pair.AssertNothingLeft();
    }

    [Fact]
    public void Bulk_OneMegabyte_ArrivesInChains()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        byte[] data = TcpPair.Pattern(1 << 20);

        client.Send(data);
        pair.Run(2000);

        Assert.Equal(data, server.Received);
        Assert.Equal(NtStatus.Success, Assert.Single(client.Completed).Status);
        Assert.Equal(0, pair.A.Tcp.Statistics.RetransmittedSegments);
    }
}
