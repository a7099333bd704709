using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Nic;

/// <summary>Frames of 64 flows through a receiving card with one queue, or hashed and spread over four: ring, interrupt, DPC, indication, return.</summary>
[MemoryDiagnoser]
public class ScalingBenchmarks
{
    private const int FramesPerInvocation = 1024;
    private const int Flows = 64;

    private NicStack _from = null!;
    private NicStack _to = null!;
    private EventLoop _loop = null!;

    /// <summary>Receive queues, each on a processor of its own.</summary>
    [Params(1, 4)]
    public int Queues { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _loop = new EventLoop();
        var frames = new FramePool(_loop);
        _from = new NicStack(frames, 1, new OffloadCapabilities());
        _to = new NicStack(frames, 2, new OffloadCapabilities(), Queues);
        Wire.Connect(_from.Card, _to.Card);
        for (ushort flow = 0; flow < Flows; flow++)
        {
            _from.Fill(1, PacketBuilder.Allocate()
                .Ethernet(_to.Card.MacAddress, _from.Card.MacAddress)
                .IPv4(IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"))
                .Udp(flow, 2).PayloadOf(18).ToArray(padded: true));
        }
    }

    [Benchmark(OperationsPerInvoke = FramesPerInvocation)]
    public long SendReceiveReturn()
    {
        for (int i = 0; i < FramesPerInvocation / Flows; i++)
        {
            _from.Send();
            _loop.RunUntilIdle(long.MaxValue);
        }

        return _to.Received;
    }
}
