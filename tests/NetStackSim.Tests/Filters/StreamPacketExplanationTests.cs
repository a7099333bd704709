using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Packets.Capture;
using NetStackSim.Wfp;
using NetStackSim.Wfp.Shims;

namespace NetStackSim.Tests.Filters;

/// <summary>STREAM_PACKET stands in explanations where live segments meet it: behind ALE on the way in, behind STREAM on the way out.</summary>
public sealed class StreamPacketExplanationTests
{
    private const string Up = "INBOUND_IPPACKET INBOUND_TRANSPORT";

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Connect_IsToldAsItHappensOnBothSides(IpFamily family)
    {
        using var lab = new FilterLab(family);
        _ = new LayerRecorder(lab.A, family, "STREAM_PACKET");
        _ = new LayerRecorder(lab.B, family, "STREAM_PACKET");
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            string connect = Asked(lab.A.Explainer!.Connect(new FlowRequest(new IpEndpoint(lab.B.Address, 7))));
            string accept = Asked(lab.B.Explainer!.Accept(new FlowRequest(new IpEndpoint(lab.A.Address, 4000)) { Local = new IpEndpoint(lab.B.Address, 7) }));
            using DecisionRecorder client = lab.A.Filters!.Record();
            using DecisionRecorder server = lab.B.Filters!.Record();
            await using SimTcpStream stream = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 7));
            await lab.Pause(10);

            Assert.Equal((connect, accept), (Layers(client), Layers(server)));
        });
    }

    [Theory]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V4, true)]
    [InlineData(IpFamily.V6, false)]
    [InlineData(IpFamily.V6, true)]
    public void Request_IsAuthorisedFirst(IpFamily family, bool isBlocked)
    {
        using var lab = new FilterLab(family);
        _ = new LayerRecorder(lab.B, family, "STREAM_PACKET");
        _ = new LayerRecorder(lab.A, family, "STREAM_PACKET");
        if (isBlocked)
        {
            lab.Block(lab.B, "ALE_AUTH_RECV_ACCEPT");
        }

        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            string told = Asked(Explain(lab.B, lab, TcpFlags.Syn, 40000));
            using DecisionRecorder recorder = lab.B.Filters!.Record();
            ValueTask<NtStatus> connect = FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 7));
            await lab.Pause(2);

            string order = Up + " ALE_AUTH_RECV_ACCEPT" + (isBlocked ? " ALE_AUTH_RECV_ACCEPT_DISCARD" : " STREAM_PACKET");
            Assert.Equal(order, told);
            Assert.StartsWith(told, Layers(recorder), StringComparison.Ordinal);
            await connect;
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Data_AfterAChangeOfPolicy_IsAuthorisedAnewFirst(IpFamily family)
    {
        using var lab = new FilterLab(family);
        _ = new LayerRecorder(lab.A, family, "STREAM_PACKET");
        _ = new LayerRecorder(lab.B, family, "STREAM_PACKET");
        lab.WithConnection(async (client, server) =>
        {
            lab.Permit(lab.B, "ALE_AUTH_RECV_ACCEPT");
            TrafficExplanation received = Explain(lab.B, lab, TcpFlags.Ack | TcpFlags.Psh, client.LocalEndpoint.Port);
            TrafficExplanation sent = Explain(lab.A, lab, TcpFlags.Ack | TcpFlags.Psh, client.LocalEndpoint.Port);
            using DecisionRecorder at = lab.B.Filters!.Record();
            using DecisionRecorder from = lab.A.Filters!.Record();
            await client.WriteAsync(new byte[10]);
            await server.ReadExactlyAsync(new byte[10]);

            Assert.Equal(Up + " ALE_AUTH_RECV_ACCEPT STREAM_PACKET STREAM", Asked(received));
            Assert.StartsWith(Asked(received), Layers(at), StringComparison.Ordinal);
            Assert.Equal(Lines(received), at.Decisions.Take(5).Select(static d => Line(d.Explanation)));
            Assert.Equal("STREAM STREAM_PACKET OUTBOUND_TRANSPORT OUTBOUND_IPPACKET", Asked(sent));
            Assert.StartsWith(Asked(sent), Layers(from), StringComparison.Ordinal);
            Assert.Equal(Lines(sent), from.Decisions.Take(4).Select(static d => Line(d.Explanation)));
        });
    }

    private static TrafficExplanation Explain(SimHost host, FilterLab lab, TcpFlags flags, ushort port) => host.Explainer!.Packet(
        PacketBuilder.Allocate().IP(lab.A.Address, lab.B.Address).Tcp(port, 7, 1000, flags == TcpFlags.Syn ? 0u : 1000, flags, 0x2000)
            .PayloadOf(flags == TcpFlags.Syn ? 0 : 10).ToArray(),
        new PacketQuestion { LinkType = LinkType.RawIP });

    private static string Asked(TrafficExplanation told) => string.Join(' ', told.Steps.Where(static s => s.IsAsked).Select(static s => Bare(s.Layer)));

    private static string Layers(DecisionRecorder recorder) => string.Join(' ', recorder.Decisions.Select(static d => Bare(d.Explanation.Layer)));

    private static IEnumerable<string> Lines(TrafficExplanation told) => told.Steps.Where(static s => s.IsAsked).Select(static s => Line(s.Explanation));

    private static string Line(Explanation e) => $"{e.Layer} {e.Action} {string.Join(' ', e.Values.Select(static v => v.Key + "=" + v.Value))}";

    private static string Bare(string layer) => layer.Replace("_V4", string.Empty, StringComparison.Ordinal).Replace("_V6", string.Empty, StringComparison.Ordinal);
}
