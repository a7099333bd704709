using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Ndis.Tests.Observation;

public sealed class ObservationTests
{
    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;
    private readonly TestProtocol _protocol;
    private readonly TestMiniport _miniport;

    public ObservationTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
        _protocol = TestProtocol.Register(_runtime, []);
        TestFilterDriver.Register(_runtime, [], "pass", static (d, m) => new PassThroughFilter(d, m));
        _miniport = TestMiniport.AddTo(_runtime, []);
    }

    [Fact]
    public void CapturePoints_OfAStack_AreOneAtEachBorder()
    {
        Assert.Equal(["ndis-edge", "miniport.tx", "miniport.rx", "filter:pass-0000.above"], _runtime.CapturePoints.Points.ToArray().Select(point => point.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CapturePoints_WithObservers_SeeChainsOnBothWays(bool verifier)
    {
        TestHost host = new(verifier);
        NdisRuntime runtime = new(host.Kernel);
        TestProtocol protocol = TestProtocol.Register(runtime, []);
        TestFilterDriver.Register(runtime, [], "pass", static (d, m) => new PassThroughFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, []);
        Watcher watcher = new();
        foreach (CapturePoint point in runtime.CapturePoints.Points)
        {
            point.Observer = watcher;
        }

        protocol.Send(2);
        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame());

        Assert.Equal(
            [
                "ndis-edge Outbound 2", "filter:pass-0000.above Outbound 2", "miniport.tx Outbound 2",
                "miniport.rx Inbound 1", "filter:pass-0000.above Inbound 1", "ndis-edge Inbound 1",
            ],
            watcher.Seen);

        foreach (CapturePoint point in runtime.CapturePoints.Points)
        {
            point.Observer = null;
        }

        protocol.Send(1);
        Assert.Equal(6, watcher.Seen.Count);
    }

    [Fact]
    public void Trace_SendAndReceive_NamesEveryComponentOnTheWay()
    {
        TraceRing ring = new(256);
        _host.Kernel.Trace = ring;

        _protocol.Send(1);
        _miniport.Indicate(ReceiveFlags.PerfectFiltered, _miniport.Frame());

        Assert.Equal(
            [
                "SendDown host/ndis-edge 60", "SendDown host/filter:pass 60", "SendDown host/miniport 60",
                "SendComplete host/filter:pass 60", "SendComplete host/ndis-edge 60",
                "ReceiveUp host/miniport 60", "ReceiveUp host/filter:pass 60", "ReceiveUp host/ndis-edge 60",
                "ReturnDown host/ndis-edge 60", "ReturnDown host/filter:pass 60", "ReturnDown host/miniport 60",
            ],
            Lines(ring));
        Assert.Equal(ring[0].CorrelationId, ring[4].CorrelationId);
        Assert.NotEqual(ring[0].CorrelationId, ring[5].CorrelationId);
    }

    [Fact]
    public void Trace_SecondAdapter_SaysWhichItIs()
    {
        TestMiniport second = TestMiniport.AddTo(_runtime, [], "Ethernet 2");
        TraceRing ring = new(256);
        _host.Kernel.Trace = ring;

        second.Indicate(ReceiveFlags.PerfectFiltered, second.Frame());

        Assert.Contains("ReceiveUp host/miniport@Ethernet 2 60", Lines(ring));
    }

    private static List<string> Lines(TraceRing ring)
    {
        List<string> lines = [];
        for (int i = 0; i < ring.Count; i++)
        {
            lines.Add($"{ring[i].Kind} {ring.ComponentName(ring[i].Component)} {ring[i].Length}");
        }

        return lines;
    }

    private sealed class Watcher : ICapturePointObserver
    {
        public List<string> Seen { get; } = [];

        public void OnChain(CapturePoint point, CaptureDirection direction, scoped in NetBufferListChain chain)
        {
            int walked = 0;
            foreach (NetBufferList list in chain)
            {
                walked++;
            }

            Seen.Add($"{point.Name} {direction} {walked}");
        }
    }
}
