using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Nic;

/// <summary>The offload engines of a card, each for 64 KiB of payload: cutting one large send, joining the segments of it, and judging their checksums.</summary>
[MemoryDiagnoser]
public class OffloadBenchmarks
{
    private const int Segments = 44;
    private const int TransportOffset = 34;

    private readonly EventLoop _loop = new();
    private FramePool _frames = null!;
    private NicStack _judging = null!;
    private NicStack _joining = null!;
    private NicStack _splitting = null!;
    private byte[][] _segments = null!;
    private Frame _large = null!;

    /// <summary>IPv6 instead of IPv4.</summary>
    [Params(false, true)]
    public bool IPv6 { get; set; }

    private int Mss => IPv6 ? 1440 : 1460;

    [GlobalSetup]
    public void Setup()
    {
        _frames = new FramePool(_loop);
        _judging = new NicStack(_frames, 1, VirtualNicOptions.AllOffloads with { CoalesceIPv4 = false, CoalesceIPv6 = false });
        _joining = new NicStack(_frames, 2, VirtualNicOptions.AllOffloads);
        _splitting = new NicStack(_frames, 3, VirtualNicOptions.AllOffloads, headerDataSplit: true);
        _segments = new byte[Segments][];
        for (int i = 0; i < Segments; i++)
        {
            _segments[i] = Segment((uint)(1 + (i * Mss)), Mss);
        }

        _large = Rent(Segment(1, Mss * Segments));
        int transport = IPv6 ? TransportOffset + 20 : TransportOffset;
        _large.Wire = new WireMetadata
        {
            Checksum = ChecksumState.Partial,
            Segmentation = IPv6 ? SegmentationType.TcpV6 : SegmentationType.TcpV4,
            ChecksumStart = (ushort)transport,
            ChecksumOffset = 16,
            SegmentSize = (ushort)Mss,
            HeaderLength = (ushort)(transport + TcpHeader.Size),
        };
    }

    /// <summary>LSO: one large frame into 44 segments with their headers and checksums.</summary>
    [Benchmark]
    public int CutLargeSend()
    {
        FrameChain pieces = default;
        _ = FrameSegmenter.TrySegment(_large, _frames, ref pieces, out _);
        int count = pieces.Count;
        pieces.ReleaseAll();
        return count;
    }

    /// <summary>RSC: 44 segments through ring, checksum engine and DPC into one list.</summary>
    [Benchmark]
    public long JoinSegments() => Receive(_joining);

    /// <summary>The same without coalescing: what verifying and indicating each of them costs.</summary>
    [Benchmark(Baseline = true)]
    public long JudgeSegments() => Receive(_judging);

    /// <summary>The same with headers and data split, which copies.</summary>
    [Benchmark]
    public long SplitSegments() => Receive(_splitting);

    private long Receive(NicStack stack)
    {
        FrameChain chain = default;
        foreach (byte[] segment in _segments)
        {
            chain.Add(Rent(segment));
        }

        stack.Card.Receive(ref chain);
        _loop.RunUntilIdle(long.MaxValue);
        return stack.Received;
    }

    private Frame Rent(byte[] bytes)
    {
        if (!_frames.TryRent(bytes.Length, out Frame? frame))
        {
            throw new InvalidOperationException("The pool has no quota.");
        }

        bytes.CopyTo(frame.Data);
        return frame;
    }

    private byte[] Segment(uint sequence, int payload)
    {
        IpAddress from = IpAddress.Parse(IPv6 ? "fd00::1" : "10.0.0.1");
        IpAddress to = IpAddress.Parse(IPv6 ? "fd00::2" : "10.0.0.2");
        return PacketBuilder.Allocate(payload + 200).Ethernet(new MacAddress(0x0200_0000_0002), new MacAddress(0x0200_0000_0001))
            .IP(from, to).Tcp(1, 2, sequence, 1, TcpFlags.Ack).PayloadOf(payload).ToArray();
    }
}
