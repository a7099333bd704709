using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Nic;

/// <summary>Frames from a protocol through one card, over a cable, through the other card to its protocol: DMA, ring, interrupt, DPC, indication, return.</summary>
[MemoryDiagnoser]
public class NicBenchmarks
{
    private const int FramesPerInvocation = 1024;

    private NicStack _from = null!;
    private NicStack _to = null!;
    private EventLoop _loop = null!;

    /// <summary>Frames that are sent as one chain.</summary>
    [Params(1, 8, 32)]
    public int ChainLength { get; set; }

    /// <summary>Bytes of payload.</summary>
    [Params(18, 1460)]
    public int Payload { get; set; }

    /// <summary>The receiving card verifies checksums.</summary>
    [Params(false, true)]
    public bool Offloads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _loop = new EventLoop();
        var frames = new FramePool(_loop);
        OffloadCapabilities offloads = Offloads ? VirtualNicOptions.AllOffloads : new OffloadCapabilities();
        _from = new NicStack(frames, 1, offloads);
        _to = new NicStack(frames, 2, offloads);
        Wire.Connect(_from.Card, _to.Card);
        _from.Fill(ChainLength, PacketBuilder.Allocate()
            .Ethernet(_to.Card.MacAddress, _from.Card.MacAddress)
            .IPv4(IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"))
            .Udp(1, 2).PayloadOf(Payload).ToArray(padded: true));
    }

    [Benchmark(OperationsPerInvoke = FramesPerInvocation)]
    public long SendReceiveReturn()
    {
        for (int i = 0; i < FramesPerInvocation / ChainLength; i++)
        {
            _from.Send();
            _loop.RunUntilIdle(long.MaxValue);
        }

        return _to.Received;
    }
}
