using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Buffers;

/// <summary>Acceptance scenarios A1, A2 and A4, and the invariants of the data space.</summary>
public sealed class NetBufferSpaceTests
{
    private readonly TestHost _host = new();

    [Fact]
    public void Scenario01_RetreatInsideHeadroom_MovesTheStartAndAllocatesNothing()
    {
        NetBufferListPool pool = _host.BarePool();
        NetBuffer buffer = pool.Get().FirstNetBuffer;
        buffer.SetData(Mdl.Over(new byte[200]), 64, 100);

        NtStatus status = buffer.Retreat(14);

        Assert.Equal(NtStatus.Success, status);
        Assert.Equal((50, 114, 50), (buffer.DataOffset, buffer.DataLength, buffer.CurrentMdlOffset));
        Assert.Equal(0, pool.BackFillPool.Rents);

        buffer.Advance(14);

        Assert.Equal((64, 100, 64), (buffer.DataOffset, buffer.DataLength, buffer.CurrentMdlOffset));
    }

    [Fact]
    public void Scenario02_RetreatWithAllocation_PutsOneMdlInFrontAndAdvanceFreesIt()
    {
        NetBufferListPool pool = _host.BarePool();
        NetBuffer buffer = pool.Get().FirstNetBuffer;
        byte[] memory = TestHost.Pattern(200);
        Mdl original = Mdl.Over(memory);
        buffer.SetData(original, 4, 100);

        Assert.Equal(NtStatus.Success, buffer.Retreat(54, backFill: 16));

        Assert.NotSame(original, buffer.MdlChain);
        Assert.Same(original, buffer.MdlChain!.Next);
        Assert.Equal((16, 154), (buffer.DataOffset, buffer.DataLength));
        Assert.True(MdlCursor.LengthOf(buffer.MdlChain) >= buffer.DataOffset + buffer.DataLength);
        Assert.Equal(memory[4..104], TestHost.DataOf(buffer)[54..]);
        Assert.Equal(1, pool.BackFillPool.Outstanding);

        buffer.Advance(54, freeMdl: true);

        Assert.Same(original, buffer.MdlChain);
        Assert.Equal((4, 100), (buffer.DataOffset, buffer.DataLength));
        Assert.Equal((1, 0), ((int)pool.BackFillPool.Created, pool.BackFillPool.Outstanding));
    }

    [Fact]
    public void Scenario02_RetreatWithAllocation_AllocatorFails_ReturnsResourcesAndChangesNothing()
    {
        NetBufferListPool pool = _host.BarePool();
        NetBuffer buffer = pool.Get().FirstNetBuffer;
        Mdl original = Mdl.Over(new byte[200]);
        buffer.SetData(original, 4, 100);
        pool.BackFillPool.FailRentAt(1);

        Assert.Equal(NdisStatus.Resources, buffer.Retreat(54));

        Assert.Same(original, buffer.MdlChain);
        Assert.Equal((4, 100, 4), (buffer.DataOffset, buffer.DataLength, buffer.CurrentMdlOffset));
    }

    [Fact]
    public void Scenario02_RetreatWithAllocation_OwnAllocator_GetsItsMdlBack()
    {
        NetBuffer buffer = _host.BarePool().Get().FirstNetBuffer;
        buffer.SetData(Mdl.Over(new byte[20]), 0, 20);
        CountingAllocator allocator = new();

        Assert.True(buffer.Retreat(10, 6, allocator).IsSuccess);
        Assert.Equal((16, 1, 0), (allocator.LastLength, allocator.Allocated, allocator.Freed));

        buffer.Advance(10, freeMdl: true, allocator);
        Assert.Equal(1, allocator.Freed);
    }

    [Fact]
    public void Retreat_MoreThanABlock_GetsMemoryForTheOccasion()
    {
        NetBufferListPool pool = _host.BarePool();
        NetBuffer buffer = pool.Get().FirstNetBuffer;
        buffer.SetData(Mdl.Over(new byte[20]), 0, 20);

        Assert.True(buffer.Retreat(4000).IsSuccess);

        Assert.Equal(4020, buffer.DataLength);
        Assert.Equal(0, pool.BackFillPool.Outstanding);
        buffer.Advance(4000, freeMdl: true);
        Assert.Equal(20, MdlCursor.LengthOf(buffer.MdlChain));
    }

    [Fact]
    public void Advance_BehindTheEnd_IsMisuse()
    {
        NetBuffer buffer = _host.BarePool().Get().FirstNetBuffer;
        buffer.SetData(Mdl.Over(new byte[20]), 0, 20);

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(21));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
    }

    [Fact]
    public void Scenario04_MdlTail_GivesTheDataOnly()
    {
        NetBuffer buffer = _host.BarePool().Get().FirstNetBuffer;
        buffer.SetData(Mdl.Over(TestHost.Pattern(80)), 0, 64);
        byte[] destination = new byte[200];

        Assert.Equal(64, buffer.CopyTo(0, destination));

        Assert.Equal(TestHost.Pattern(64), destination[..64]);
        Assert.All(destination[64..], each => Assert.Equal(0, each));
    }

    [Fact]
    public void TryGetContiguous_InPlaceOrInScratchOrNotAtAll()
    {
        NetBuffer buffer = _host.BarePool().Get().FirstNetBuffer;
        Mdl chain = TestHost.Chain(10, 10);
        buffer.SetData(chain, 2, 16);
        buffer.CopyFrom(0, TestHost.Pattern(16));
        byte[] scratch = new byte[16];

        Assert.True(buffer.TryGetContiguous(8, default, out ReadOnlySpan<byte> inPlace));
        Assert.True(inPlace.Overlaps(chain.Span));
        Assert.False(buffer.TryGetContiguous(9, default, out _));
        Assert.True(buffer.TryGetContiguous(9, scratch, out ReadOnlySpan<byte> copied));
        Assert.True(copied.Overlaps(scratch));
        Assert.Equal(TestHost.Pattern(9), copied.ToArray());
        Assert.False(buffer.TryGetContiguous(17, new byte[32], out _));
    }

    [Fact]
    public void GetWritable_BytesNotTogether_IsEmpty()
    {
        NetBuffer buffer = _host.BarePool().Get().FirstNetBuffer;
        buffer.SetData(TestHost.Chain(10, 10), 2, 16);

        Assert.Equal(8, buffer.GetWritable(8).Length);
        Assert.True(buffer.GetWritable(9).IsEmpty);
        buffer.Advance(10);
        Assert.True(buffer.GetWritable(7).IsEmpty);
        Assert.Equal(6, buffer.GetWritable(6).Length);
    }

    [Fact]
    public void AppendMdl_BehindAPartlyUsedMdl_CutsTheTailAndTheReturnRestoresIt()
    {
        NetBufferListPool pool = _host.DataPool(dataSize: 100, headRoom: 64);
        NetBufferList list = TestHost.Filled(pool, 20);
        NetBuffer buffer = list.FirstNetBuffer;
        byte[] payload = TestHost.Pattern(50, 20);
        Assert.True(_host.Kernel.Mdls.TryRent(out Mdl? mdl));
        (mdl.Buffer, mdl.Offset, mdl.ByteCount) = (payload, 0, 50);

        buffer.AppendMdl(mdl);

        Assert.Equal(TestHost.Pattern(70), TestHost.DataOf(buffer));
        list.Free();
        Assert.Equal(0, _host.Kernel.Mdls.Outstanding);
        NetBufferList again = pool.Get();
        Assert.Same(list, again);
        Assert.Equal(164, MdlCursor.LengthOf(again.FirstNetBuffer.MdlChain));
        Assert.Equal((64, 0), (again.FirstNetBuffer.DataOffset, again.FirstNetBuffer.DataLength));
    }

    [Fact]
    public void AppendMdl_HeaderMemoryOnly_RetreatsInFrontOfThePayload()
    {
        NetBufferListPool pool = _host.DataPool(dataSize: 0, headRoom: 96);
        NetBufferList list = pool.Get();
        list.FirstNetBuffer.AppendMdl(Mdl.Over(TestHost.Pattern(1460, 20)));

        Assert.True(list.FirstNetBuffer.Retreat(20).IsSuccess);
        TestHost.Pattern(20).CopyTo(list.FirstNetBuffer.GetWritable(20));

        Assert.Equal(TestHost.Pattern(1480), TestHost.DataOf(list.FirstNetBuffer));
        Assert.Equal(0, pool.BackFillPool.Rents);
    }

    [Fact]
    public void CopyFrom_OtherNetBuffer_CrossesMdlBordersOfBoth()
    {
        NetBufferListPool pool = _host.BarePool();
        NetBuffer source = pool.Get().FirstNetBuffer;
        NetBuffer target = pool.Get().FirstNetBuffer;
        source.SetData(TestHost.Chain(7, 5, 20), 3, 29);
        target.SetData(TestHost.Chain(4, 30), 1, 33);
        source.CopyFrom(0, TestHost.Pattern(29));

        Assert.Equal(25, target.CopyFrom(2, 25, source, 4));

        Assert.Equal(TestHost.Pattern(25, 4), TestHost.DataOf(target)[2..27]);
        Assert.Equal(0, target.CopyFrom(33, 1, source, 0));
    }

    [Fact]
    public void SpaceOperations_AnySequence_KeepTheInvariantsAndTheBytes()
    {
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            RandomStream random = new EventLoop(new EventLoopOptions { Seed = (ulong)seed }).Random["space"];
            SpaceModel model = new(_host.BarePool());
            for (int i = 0; i < 40; i++)
            {
                model.Step(random);
                model.Check();
            }

            model.Finish();
            return true;
        }).QuickCheckThrowOnFailure();
    }

    private sealed class CountingAllocator : INetBufferMdlAllocator
    {
        public int Allocated { get; private set; }

        public int Freed { get; private set; }

        public int LastLength { get; private set; }

        public bool TryAllocate(int length, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Mdl? mdl)
        {
            LastLength = length;
            Allocated++;
            mdl = Mdl.Over(new byte[length]);
            return true;
        }

        public void Free(Mdl mdl) => Freed++;
    }

    /// <summary>The naive twin: a byte list beside a net buffer over a chain of odd MDLs.</summary>
    private sealed class SpaceModel
    {
        private readonly NetBufferList _list;
        private readonly NetBuffer _buffer;
        private readonly Stack<int> _retreats = new();
        private readonly List<byte> _bytes;

        public SpaceModel(NetBufferListPool pool)
        {
            _list = pool.Get();
            _buffer = _list.FirstNetBuffer;
            _buffer.SetData(TestHost.Chain(5, 11, 3, 40), 6, 50);
            _bytes = [.. TestHost.Pattern(50)];
            _buffer.CopyFrom(0, _bytes.ToArray());
        }

        public void Step(RandomStream random)
        {
            if (random.Chance(0.5) || _retreats.Count == 0)
            {
                int delta = random.Next(40);
                Assert.True(_buffer.Retreat(delta, random.Next(20)).IsSuccess);
                byte[] header = TestHost.Pattern(delta, random.Next(200));
                Assert.Equal(delta, _buffer.CopyFrom(0, header));
                _bytes.InsertRange(0, header);
                _retreats.Push(delta);
            }
            else
            {
                int delta = _retreats.Pop();
                _buffer.Advance(delta, freeMdl: true);
                _bytes.RemoveRange(0, delta);
            }
        }

        public void Check()
        {
            Assert.Equal(_bytes, TestHost.DataOf(_buffer));
            int before = 0;
            for (Mdl mdl = _buffer.MdlChain!; mdl != _buffer.CurrentMdl; mdl = mdl.Next!)
            {
                before += mdl.ByteCount;
            }

            Assert.Equal(_buffer.DataOffset, before + _buffer.CurrentMdlOffset);
            Assert.True(MdlCursor.LengthOf(_buffer.MdlChain) >= _buffer.DataOffset + _buffer.DataLength);
        }

        public void Finish()
        {
            _list.Free();
            Assert.Equal(0, _list.Pool.BackFillPool.Outstanding);
        }
    }
}
