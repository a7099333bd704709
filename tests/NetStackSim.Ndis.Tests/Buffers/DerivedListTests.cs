using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Buffers;

/// <summary>Acceptance scenario A5: clone, fragment, reassemble.</summary>
public sealed class DerivedListTests
{
    private readonly TestHost _host = new();

    [Theory]
    [InlineData(CloneFlags.None)]
    [InlineData(CloneFlags.UseOriginalMdls)]
    public void Scenario05_CloneThreeNetBuffers_SharesMemoryAndCountsOnItsParent(CloneFlags flags)
    {
        NetBufferListPool pool = _host.BarePool();
        NetBufferList parent = WithThreeFrames(pool);
        parent.CorrelationId = 77;

        Assert.True(parent.TryClone(pool, flags, out NetBufferList? clone));

        Assert.Same(parent, clone.Parent);
        Assert.Equal((1, 3), (parent.ChildCount, clone.NetBufferCount));
        Assert.False(clone.HasInfo);
        Assert.Equal(AllData(parent), AllData(clone));
        clone.FirstNetBuffer.CopyFrom(0, [99]);
        Assert.Equal(99, TestHost.DataOf(parent.FirstNetBuffer)[0]);
        if (flags == CloneFlags.None)
        {
            Assert.Equal(0, clone.FirstNetBuffer.DataOffset);
        }

        parent.CopySendInfoTo(clone);
        Assert.Equal(77ul, clone.CorrelationId);

        clone.Free();
        Assert.Equal(0, parent.ChildCount);
        Assert.Equal(0, _host.Kernel.Mdls.Outstanding);
        parent.Free();
        Assert.Equal((0, 0), (pool.Outstanding, pool.OutstandingNetBuffers));
    }

    [Fact]
    public void Clone_RetreatOfTheClone_DoesNotTouchTheParent()
    {
        NetBufferListPool pool = _host.BarePool();
        NetBufferList parent = TestHost.Filled(_host.DataPool(), 100);
        Assert.True(parent.TryClone(pool, CloneFlags.None, out NetBufferList? clone));

        Assert.True(clone.Retreat(14).IsSuccess);
        clone.FirstNetBuffer.CopyFrom(0, TestHost.Pattern(14, 200));

        Assert.Equal(TestHost.Pattern(100), TestHost.DataOf(parent.FirstNetBuffer));
        clone.Free();
        parent.Free();
        Assert.Equal(0, pool.BackFillPool.Outstanding);
    }

    [Fact]
    public void Clone_OfAClone_NestsGenerations()
    {
        NetBufferListPool pool = _host.BarePool();
        NetBufferList parent = TestHost.Filled(_host.DataPool(), 30);
        Assert.True(parent.TryClone(pool, CloneFlags.None, out NetBufferList? child));
        Assert.True(child.TryClone(pool, CloneFlags.None, out NetBufferList? grandchild));

        BugCheckException stop = Assert.Throws<BugCheckException>(child.Free);

        Assert.Equal(BugCheckCode.BugcodeNdisDriver, stop.Code);
        grandchild.Free();
        child.Free();
        parent.Free();
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void Scenario05_FragmentAndReassemble_GivesThreePiecesWithHeaderRoomOfTheirOwn()
    {
        NetBufferListPool pool = _host.BarePool();
        NetBufferList whole = TestHost.Filled(_host.DataPool(dataSize: 4096), 4000);

        Assert.True(whole.TryFragment(pool, startOffset: 34, maxLength: 1480, dataOffsetDelta: 34, backFill: 0, out NetBufferList? fragments));

        List<int> lengths = [];
        byte[] source = TestHost.DataOf(whole.FirstNetBuffer);
        int offset = 34;
        for (NetBuffer? piece = fragments.FirstNetBuffer; piece is not null; piece = piece.Next)
        {
            lengths.Add(piece.DataLength - 34);
            Assert.Equal(34, piece.GetWritable(34).Length);
            piece.GetWritable(34).Fill(0xEE);
            Assert.Equal(source[offset..(offset + piece.DataLength - 34)], TestHost.DataOf(piece)[34..]);
            offset += piece.DataLength - 34;
        }

        Assert.Equal([1480, 1480, 1006], lengths);
        Assert.Equal(source, TestHost.DataOf(whole.FirstNetBuffer));

        Assert.True(fragments.TryReassemble(pool, startOffset: 34, dataOffsetDelta: 0, backFill: 0, out NetBufferList? again));
        Assert.Equal(source[34..], TestHost.DataOf(again.FirstNetBuffer));
        Assert.Equal(1, again.NetBufferCount);

        again.Free();
        fragments.Free();
        whole.Free();
        Assert.Equal((0, 0, 0), (pool.Outstanding, pool.OutstandingNetBuffers, pool.BackFillPool.Outstanding));
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fragment_PoolRunsDry_LeavesNothingBehind(int failAt)
    {
        NetBufferListPool pool = _host.BarePool();
        NetBufferList whole = TestHost.Filled(_host.DataPool(dataSize: 4096), 4000);
        _host.Kernel.Mdls.FailRentAt(failAt);

        Assert.False(whole.TryFragment(pool, 34, 1480, 34, 0, out _));

        Assert.Equal((0, 0, 0), (pool.Outstanding, pool.OutstandingNetBuffers, whole.ChildCount));
        Assert.Equal(0, _host.Kernel.Mdls.Outstanding);
        whole.Free();
    }

    [Fact]
    public void Derived_PoolWithData_IsMisuse()
    {
        NetBufferListPool pool = _host.DataPool();
        NetBufferList list = TestHost.Filled(pool, 10);

        Assert.Throws<ArgumentException>(() => list.TryClone(pool, CloneFlags.None, out _));
    }

    private static NetBufferList WithThreeFrames(NetBufferListPool pool)
    {
        NetBufferList list = pool.Get();
        list.FirstNetBuffer.SetData(Mdl.Over(TestHost.Pattern(60)), 10, 50);
        for (int i = 1; i <= 2; i++)
        {
            Assert.True(pool.TryRentNetBuffer(out NetBuffer? buffer));
            buffer.SetData(TestHost.Chain(20, 30), 5 * i, 40 - (5 * i));
            buffer.CopyFrom(0, TestHost.Pattern(40, i));
            list.AppendNetBuffer(buffer);
        }

        return list;
    }

    private static byte[] AllData(NetBufferList list)
    {
        List<byte> bytes = [];
        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            bytes.AddRange(TestHost.DataOf(buffer));
        }

        return [.. bytes];
    }
}
