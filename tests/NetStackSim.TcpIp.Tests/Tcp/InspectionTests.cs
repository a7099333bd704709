using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Which points TCP shows what, and what a block does (wfp.md 10.4 and 11.1).</summary>
public sealed class InspectionTests
{
    private static readonly DropReason Policy = GeneralDrop.FirewallPolicy;

    [Fact]
    public void Connection_PassesThePointsInTheDocumentedOrder()
    {
        var pair = new TcpPair();
        Recorder a = ArmAll(pair.A);
        Recorder b = ArmAll(pair.B);

        (TestStream client, TestStream server) = pair.Establish();
        client.Send("hello"u8.ToArray());
        pair.Run(100);
        client.Endpoint.Disconnect(abortive: false);
        pair.Run(100);
        server.Endpoint.Disconnect(abortive: false);
        pair.Run(100);
        client.Endpoint.Close();
        server.Endpoint.Close();

        Assert.Equal(
            ["BindRedirect", "Bind", "ConnectRedirect", "Connect", "InboundTransport", "FlowEstablished", "Stream Outbound 5", "InboundTransport", "Stream Outbound 0", "InboundTransport", "InboundTransport", "Stream Inbound 0", "Closure", "Release"],
            a.Calls);
        Assert.Equal(
            ["BindRedirect", "Bind", "Listen", "InboundTransport", "Accept", "InboundTransport", "FlowEstablished", "InboundTransport", "Stream Inbound 5", "InboundTransport", "Stream Inbound 0", "Stream Outbound 0", "InboundTransport", "Closure"],
            b.Calls);
    }

    [Fact]
    public void BlockAtBind_RefusesTheBind()
    {
        var pair = new TcpPair();
        Arm(pair.A, InspectionLayer.Bind, Block);
        TestStream stream = pair.A.NewStream();
        Assert.Equal(NtStatus.AccessDenied, stream.Endpoint.Bind(new IpEndpoint(IpAddress.AnyV4, 0), AddressSharing.Default));
        Assert.Equal(0, pair.A.Tcp.Ports.Count);
    }

    [Fact]
    public void BlockAtConnect_RefusesTheConnectAndSendsNothing()
    {
        var pair = new TcpPair();
        Arm(pair.A, InspectionLayer.Connect, Block);
        TestStream stream = pair.A.NewStream();
        stream.Endpoint.Bind(new IpEndpoint(IpAddress.AnyV4, 0), AddressSharing.Default);
        Assert.Equal(NtStatus.AccessDenied, stream.Endpoint.Connect(pair.Server));
        Assert.Empty(pair.Log);
        Assert.Equal(1, pair.A.Kernel.Drops[Policy]);
    }

    [Fact]
    public void BlockAtListen_RefusesTheListen()
    {
        var pair = new TcpPair();
        Arm(pair.B, InspectionLayer.Listen, Block);
        var client = new TestListener(pair.B);
        pair.B.Tcp.CreateListener(new EndpointOptions(IpFamily.V4, 6), client, out IListener? listener);
        listener!.Bind(new IpEndpoint(IpAddress.AnyV4, 7), AddressSharing.Default);
        Assert.Equal(NtStatus.AccessDenied, listener.Listen(1, conditional: false));
    }

    [Fact]
    public void BlockAtAccept_IsSilent()
    {
        var pair = new TcpPair();
        Arm(pair.B, InspectionLayer.Accept, Block);
        pair.B.Listen(TcpPair.Port);
        TestStream stream = pair.A.Connect(pair.Server);
        pair.Run(40_000);

        Assert.Equal(["connected STATUS_IO_TIMEOUT"], stream.Events);
        Assert.Empty(pair.FromB);
        Assert.Equal(5, pair.B.Kernel.Drops[Policy]);
    }

    [Fact]
    public void BlockAtInboundTransport_DropsTheSegment()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        Arm(pair.B, InspectionLayer.InboundTransport, Block);
        client.Send("lost"u8.ToArray());
        pair.Run(100);
        Assert.Empty(server.Received);
        Arm(pair.B, InspectionLayer.InboundTransport, null);
        pair.Run(1000);
        Assert.Equal("lost"u8.ToArray(), server.Received);
    }

    [Fact]
    public void BlockAtStreamPacket_DropsSegmentsOfEitherDirection()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        var seen = new List<string>();
        Arm(pair.A, InspectionLayer.StreamPacket, (InspectionPoint _, ref InspectionContext context) =>
        {
            seen.Add($"{context.Direction} {context.LocalAddress} {context.RemotePort} {context.DataLength}");
            return new InspectionVerdict(InspectionAction.Block, Policy);
        });
        client.Send("out"u8.ToArray());
        server.Send("in"u8.ToArray());
        pair.Run(100);

        Assert.Equal(["Outbound 10.0.0.1 7 23", "Inbound 10.0.0.1 7 2"], seen);
        Assert.Empty(server.Received);
        Assert.Empty(client.Received);
        Arm(pair.A, InspectionLayer.StreamPacket, null);
        pair.Run(1000);
        Assert.Equal("out"u8.ToArray(), server.Received);
        Assert.Equal("in"u8.ToArray(), client.Received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BlockAtStream_TakesTheBytesOutOfTheStream(bool outbound)
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        Arm(outbound ? pair.A : pair.B, InspectionLayer.Stream, Block);
        StreamSend send = client.Send("secret"u8.ToArray());
        pair.Run(100);
        Arm(outbound ? pair.A : pair.B, InspectionLayer.Stream, null);
        client.Send("public"u8.ToArray());
        pair.Run(100);

        Assert.Equal("public"u8.ToArray(), server.Received);
        Assert.Equal(NtStatus.Success, send.Status);
        Assert.Equal(0, server.Connection.ReceiveState.Held);
        Assert.Equal(0, pair.A.Kernel.Mdls.Outstanding);
    }

    [Fact]
    public void BlockAtDiscard_SuppressesTheReset()
    {
        var pair = new TcpPair();
        Arm(pair.B, InspectionLayer.Discard, Block);
        pair.A.Connect(pair.Server);
        pair.Run(100);
        Assert.Empty(pair.FromB);
    }

    [Fact]
    public void PolicyChange_ReauthorisesTheFlowAtItsNextPacket()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        InspectionFlags seen = default;
        Arm(pair.A, InspectionLayer.Connect, (InspectionPoint _, ref InspectionContext context) =>
        {
            seen = context.Flags;
            return new InspectionVerdict(InspectionAction.Block, Policy, 42);
        });
        pair.A.Points.PolicyEpoch++;

        server.Send("hi"u8.ToArray());
        pair.Run(100);

        Assert.True(seen.HasFlag(InspectionFlags.Reauthorize));
        Assert.Contains("disconnected STATUS_CONNECTION_ABORTED", client.Events);
        Assert.Empty(client.Received);
    }

    [Fact]
    public void PolicyChange_ThatPermits_KeepsTheFlow()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        int asked = 0;
        Arm(pair.A, InspectionLayer.Connect, (InspectionPoint _, ref InspectionContext _) =>
        {
            asked++;
            return InspectionVerdict.Permit;
        });
        pair.A.Points.PolicyEpoch++;
        client.Send("a"u8.ToArray());
        client.Send("b"u8.ToArray());
        pair.Run(100);
        Assert.Equal(1, asked);
        Assert.Equal("ab"u8.ToArray(), server.Received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PendedConnect_GoesOnAsDecided(bool permit)
    {
        var pair = new TcpPair();
        pair.B.Listen(TcpPair.Port);
        IPendedOperation? operation = null;
        Arm(pair.A, InspectionLayer.Connect, (InspectionPoint _, ref InspectionContext context) =>
        {
            operation = context.Pendable;
            return new InspectionVerdict(InspectionAction.Pend);
        });
        TestStream stream = pair.A.Connect(pair.Server);
        pair.Run(100);
        Assert.Empty(pair.Log);

        operation!.Complete(permit ? InspectionVerdict.Permit : new InspectionVerdict(InspectionAction.Block, Policy));
        pair.Run(100);

        Assert.Equal([permit ? "connected STATUS_SUCCESS" : "connected STATUS_ACCESS_DENIED"], stream.Events);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PendedAccept_GoesOnAsDecided(bool permit)
    {
        var pair = new TcpPair();
        pair.B.Listen(TcpPair.Port);
        IPendedOperation? operation = null;
        Arm(pair.B, InspectionLayer.Accept, (InspectionPoint _, ref InspectionContext context) =>
        {
            operation = context.Pendable;
            return new InspectionVerdict(InspectionAction.Pend);
        });
        TestStream stream = pair.A.Connect(pair.Server);
        pair.Run(100);
        Assert.Empty(pair.FromB);

        operation!.Complete(permit ? InspectionVerdict.Permit : new InspectionVerdict(InspectionAction.Block, Policy));
        pair.Run(100);

        Assert.Equal(permit, stream.IsConnected);
        Assert.Equal(0, pair.B.Tcp.Requests.Count);
    }

    [Fact]
    public void ConnectRedirect_RewritesTheTarget()
    {
        var pair = new TcpPair();
        TestListener listener = pair.B.Listen(TcpPair.Port);
        Arm(pair.A, InspectionLayer.ConnectRedirect, (InspectionPoint _, ref InspectionContext context) =>
        {
            context.Redirect!.Remote = pair.Server;
            return InspectionVerdict.Permit;
        });
        TestStream stream = pair.A.Connect(new IpEndpoint(IpAddress.Parse("192.0.2.1"), 99));
        pair.Run(100);
        Assert.True(stream.IsConnected);
        Assert.Single(listener.Accepted);
    }

    private static InspectionVerdict Block(InspectionPoint point, ref InspectionContext context) =>
        new(InspectionAction.Block, Policy, 7);

    private static void Arm(TcpHost host, InspectionLayer layer, Decision? decision) =>
        host.Points[layer, IpFamily.V4].Handler = decision is null ? null : new Handler(decision);

    private static Recorder ArmAll(TcpHost host)
    {
        var recorder = new Recorder();
        foreach (InspectionPoint point in host.Points.All)
        {
            if (point.Layer is not (InspectionLayer.Discard or InspectionLayer.StreamPacket))
            {
                point.Handler = recorder;
            }
        }

        return recorder;
    }

    private delegate InspectionVerdict Decision(InspectionPoint point, ref InspectionContext context);

    private sealed class Handler(Decision decision) : IInspectionHandler
    {
        public InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context) => decision(point, ref context);
    }

    private sealed class Recorder : IInspectionHandler
    {
        public List<string> Calls { get; } = [];

        public InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
        {
            Calls.Add(point.Layer == InspectionLayer.Stream ? $"Stream {context.Direction} {context.DataLength}" : point.Layer.ToString());
            Assert.True(context.Protocol == 6, $"{point.Layer}");
            return InspectionVerdict.Permit;
        }
    }
}
