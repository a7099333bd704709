using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>The runs against a plain array of bytes.</summary>
public sealed class StreamReassemblerTests
{
    private readonly NetBufferListPool _pool;

    public StreamReassemblerTests()
    {
        var kernel = new SimKernel(new EventLoop(), new SimKernelOptions { Name = "host" });
        _pool = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "lists", DataSize = 256 });
    }

    [Fact]
    public void Segments_BehindAGap_BecomeDeliverableWhenItIsFilled()
    {
        var reassembler = new StreamReassembler(8, 100);
        Insert(reassembler, 10, 10);
        Insert(reassembler, 20, 10);
        Insert(reassembler, 40, 10);

        Assert.Equal([(10, 30), (40, 50)], Runs(reassembler));
        Assert.Equal(Bytes(10, 20), Take(reassembler, 10));
        Assert.Equal([(40, 50)], Runs(reassembler));
        Assert.Empty(Take(reassembler, 35));
        Assert.Equal(Bytes(45, 5), Take(reassembler, 45));
        AssertNothingKept(reassembler);
    }

    [Fact]
    public void Reports_NameTheNewestRunFirst()
    {
        var reassembler = new StreamReassembler(8, 100);
        foreach (int start in new[] { 10, 30, 50, 70, 90 })
        {
            Insert(reassembler, start, 5);
        }

        Insert(reassembler, 35, 5);

        Assert.Equal([(30, 40), (90, 95), (70, 75), (50, 55)], Reports(reassembler, 4));
        Assert.Equal([(30, 40), (90, 95), (70, 75)], Reports(reassembler, 3));
        Clear(reassembler);
    }

    [Fact]
    public void Duplicate_IsReportedOnceAndFirst()
    {
        var reassembler = new StreamReassembler(8, 100);
        Insert(reassembler, 10, 20);

        Assert.Equal(ReassemblyOutcome.Duplicate, Insert(reassembler, 15, 5));

        Assert.Equal([(15, 20), (10, 30)], Reports(reassembler, 4));
        Assert.Equal([(10, 30)], Reports(reassembler, 4));
        Clear(reassembler);
    }

    [Fact]
    public void Limits_RefuseMoreRunsAndLists()
    {
        var reassembler = new StreamReassembler(2, 3);
        Assert.Equal(ReassemblyOutcome.Kept, Insert(reassembler, 10, 1));
        Assert.Equal(ReassemblyOutcome.Kept, Insert(reassembler, 20, 1));
        Assert.Equal(ReassemblyOutcome.Full, Insert(reassembler, 30, 1));
        Assert.Equal(ReassemblyOutcome.Kept, Insert(reassembler, 11, 1));
        Assert.Equal(ReassemblyOutcome.Full, Insert(reassembler, 12, 1));
        Clear(reassembler);
    }

    [Fact]
    public void AnySegments_Content_EqualsThatOfANaiveTwin()
    {
        Gen<(int Start, int Length)> segment = from start in Gen.Choose(1, 180) from length in Gen.Choose(1, 60) select (start, length);
        Prop.ForAll(segment.ListOf().ToArbitrary(), segments => RunAgainstTwin(segments)).QuickCheckThrowOnFailure();
    }

    private void RunAgainstTwin(IEnumerable<(int Start, int Length)> segments)
    {
        var reassembler = new StreamReassembler(1000, 1000);
        var have = new SortedSet<int>();
        foreach ((int start, int length) in segments)
        {
            Insert(reassembler, start, length);
            have.UnionWith(Enumerable.Range(start, length));
            Assert.Equal(have.Count, reassembler.Bytes);
            Assert.Equal(have, Runs(reassembler).SelectMany(run => Enumerable.Range(run.Left, run.Right - run.Left)));
        }

        var runs = Runs(reassembler);
        Assert.True(runs.Zip(runs.Skip(1), (left, right) => left.Right < right.Left).All(apart => apart), "runs touch");

        int next = 0;
        while (have.Count > 0)
        {
            next = have.Min;
            byte[] data = Take(reassembler, next);
            Assert.Equal(Bytes(next, data.Length), data);
            Assert.True(data.Length > 0);
            have.RemoveWhere(place => place < next + data.Length);
        }

        AssertNothingKept(reassembler);
    }

    private ReassemblyOutcome Insert(StreamReassembler reassembler, int start, int length)
    {
        Assert.True(_pool.TryRent(out NetBufferList? list));
        list.FirstNetBuffer.DataLength = length;
        list.FirstNetBuffer.CopyFrom(0, Bytes(start, length));
        NetBufferListChain returned = default;
        ReassemblyOutcome outcome = reassembler.Insert(new SequenceNumber((uint)start), list, ref returned);
        Free(ref returned);
        return outcome;
    }

    private static byte[] Take(StreamReassembler reassembler, int next)
    {
        NetBufferListQueue delivered = default;
        NetBufferListChain returned = default;
        int bytes = reassembler.TakeInOrder(new SequenceNumber((uint)next), ref delivered, ref returned);
        Free(ref returned);
        NetBufferListChain chain = delivered.TakeAll();
        var data = new List<byte>();
        foreach (NetBufferList list in chain)
        {
            byte[] piece = new byte[list.FirstNetBuffer.DataLength];
            list.FirstNetBuffer.CopyTo(0, piece);
            data.AddRange(piece);
        }

        Assert.Equal(bytes, data.Count);
        Free(ref chain);
        return [.. data];
    }

    private static (int Left, int Right)[] Runs(StreamReassembler reassembler) =>
        Enumerable.Range(0, reassembler.Count).Select(index => ((int)reassembler[index].Left.Value, (int)reassembler[index].Right.Value)).ToArray();

    private static (int Left, int Right)[] Reports(StreamReassembler reassembler, int maximum)
    {
        TcpOptions options = default;
        reassembler.WriteReports(ref options, maximum);
        return Enumerable.Range(0, options.SackCount)
            .Select(index => ((int)options.GetSackBlock(index).Left.Value, (int)options.GetSackBlock(index).Right.Value))
            .ToArray();
    }

    private static byte[] Bytes(int start, int length) => Enumerable.Range(start, length).Select(place => (byte)place).ToArray();

    private static void Free(ref NetBufferListChain chain)
    {
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Free();
        }
    }

    private void Clear(StreamReassembler reassembler)
    {
        NetBufferListChain returned = default;
        reassembler.Clear(ref returned);
        Free(ref returned);
        AssertNothingKept(reassembler);
    }

    private void AssertNothingKept(StreamReassembler reassembler)
    {
        Assert.True(reassembler.IsEmpty);
        Assert.Equal(0, reassembler.Lists);
        Assert.Equal(0, reassembler.Bytes);
        Assert.Equal(0, _pool.Outstanding);
    }
}
