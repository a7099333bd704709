using NetStackSim.Kernel;

namespace NetStackSim.Nic.Tests;

public sealed class FramePoolTests
{
    private readonly FramePool _pool = new(new EventLoop());

    [Theory]
    [InlineData(60, 2048)]
    [InlineData(2048, 2048)]
    [InlineData(2049, 9216)]
    [InlineData(9216, 9216)]
    [InlineData(9217, 66560)]
    [InlineData(66560, 66560)]
    public void TryRent_Length_PicksTheSmallestClassThatFits(int length, int capacity)
    {
        Assert.True(_pool.TryRent(length, out Frame? frame));
        Assert.Equal(capacity, frame.Capacity);
        Assert.Equal(length, frame.Data.Length);
        Assert.Equal(FramePool.Headroom, frame.Headroom);
        frame.Release();
    }

    [Fact]
    public void TryRent_LongerThanTheLargestClass_IsRefused()
    {
        Assert.False(_pool.TryRent(FramePool.MaxFrameLength + 1, out Frame? frame));
        Assert.Null(frame);
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void TryRent_AfterRelease_ReusesTheLastFrameFirstAndClean()
    {
        Assert.True(_pool.TryRent(100, out Frame? a));
        Assert.True(_pool.TryRent(100, out Frame? b));
        b.Wire.Checksum = ChecksumState.Valid;
        b.CorrelationId = 7;
        b.Offset += 3;
        a.Release();
        b.Release();
        Assert.True(_pool.TryRent(50, out Frame? again));
        Assert.Same(b, again);
        Assert.Equal(ChecksumState.None, again.Wire.Checksum);
        Assert.Equal(0UL, again.CorrelationId);
        Assert.Equal(FramePool.Headroom, again.Headroom);
        again.Release();
    }

    [Fact]
    public void TryRent_Neighbours_StrideIsNoPowerOfTwo()
    {
        Assert.True(_pool.TryRent(100, out Frame? a));
        Assert.True(_pool.TryRent(100, out Frame? b));
        Assert.Same(a.Buffer, b.Buffer);
        Assert.Equal(2048 + 64, Math.Abs(a.Offset - b.Offset));
        a.Release();
        b.Release();
    }

    [Fact]
    public void TryRent_QuotaOrInjectedFailure_IsRefused()
    {
        _pool.Quota = 1;
        Assert.True(_pool.TryRent(100, out Frame? frame));
        Assert.False(_pool.TryRent(100, out _));
        frame.Release();
        _pool.Quota = null;
        _pool.FailRentAt(2);
        Assert.True(_pool.TryRent(100, out frame));
        Assert.False(_pool.TryRent(100, out _));
        Assert.True(_pool.TryRent(100, out Frame? third));
        frame.Release();
        third.Release();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void TryShare_OwnerReleasedFirst_MemoryStaysUntilTheLastFrameGoes()
    {
        Frame owner = TestFrames.Rent(_pool, [1, 2, 3, 4]);
        Assert.True(owner.TryShare(out Frame? copy));
        Assert.True(owner.IsShared);
        Assert.True(copy.IsShared);
        Assert.Same(owner.Buffer, copy.Buffer);
        owner.Release();
        Assert.False(copy.IsShared);
        Assert.True(_pool.TryRent(4, out Frame? other));
        Assert.False(other.Buffer == copy.Buffer && other.Offset == copy.Offset);
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, copy.Data.ToArray());
        copy.Release();
        other.Release();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void TryUnshare_SharedFrame_CopiesAndLeavesTheOtherAlone()
    {
        Frame owner = TestFrames.Rent(_pool, [1, 2, 3, 4]);
        owner.CorrelationId = 9;
        Assert.True(owner.TryShare(out Frame? copy));
        Assert.True(Frame.TryUnshare(ref copy));
        copy.Data[0] = 99;
        Assert.Equal(1, owner.Data[0]);
        Assert.Equal(9UL, copy.CorrelationId);
        Assert.False(owner.IsShared);
        Assert.Equal(4, _pool.Copies.Bytes(CopyKind.FrameUnshare));
        owner.Release();
        copy.Release();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void Release_Twice_Throws()
    {
        Frame frame = TestFrames.Rent(_pool, [1, 2]);
        Assert.True(frame.TryShare(out Frame? copy));
        copy.Release();
        frame.Release();
        Assert.ThrowsAny<Exception>(copy.Release);
    }

    [Fact]
    public void RentAndRelease_SteadyState_AllocatesNothing()
    {
        Cycle(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Cycle(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Cycle(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _pool.TryRent(1514, out Frame? frame);
            frame!.TryShare(out Frame? copy);
            copy!.Release();
            frame.Release();
        }
    }
}
