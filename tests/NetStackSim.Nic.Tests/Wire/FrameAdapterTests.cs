using NetStackSim.Kernel;

namespace NetStackSim.Nic.Tests;

public sealed class FrameAdapterTests : IFrameDropSink
{
    private readonly FramePool _pool = new(new EventLoop());
    private readonly List<DropReason> _drops = [];

    [Fact]
    public void Adapt_EverythingAccepted_LeavesTheChainAlone()
    {
        Frame large = TestFrames.Large(_pool, new TestFrames.Spec { Payload = TestFrames.Pattern(5000) }, 1000);
        FrameChain chain = new(large);
        FrameAdapter.Adapt(ref chain, WireCapabilities.Everything, _pool, this);
        Assert.Same(large, chain.Head);
        chain.ReleaseAll();
    }

    [Fact]
    public void Adapt_SingleFramesOnly_CutsAndCompletesInOrder()
    {
        TestFrames.Spec first = new() { Payload = TestFrames.Pattern(100), Sequence = 1 };
        TestFrames.Spec second = new() { Payload = TestFrames.Pattern(2500), Sequence = 101 };
        FrameChain chain = default;
        chain.Add(TestFrames.Partial(_pool, first));
        chain.Add(TestFrames.Large(_pool, second, 1000));
        FrameAdapter.Adapt(ref chain, WireCapabilities.SingleFrames, _pool, this);

        Assert.Equal(4, chain.Count);
        uint[] sequences = [1, 101, 1101, 2101];
        foreach (uint sequence in sequences)
        {
            Frame frame = chain.RemoveFirst()!;
            Assert.Equal(sequence, TestFrames.Read32(frame.Data, 38));
            Assert.True(TestFrames.ChecksumsAreValid(frame.Data, first));
            frame.Release();
        }

        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void Adapt_SharedPartialFrame_CompletesInACopy()
    {
        Frame frame = TestFrames.Partial(_pool, new TestFrames.Spec { Payload = TestFrames.Pattern(100) });
        byte[] before = frame.Data.ToArray();
        Assert.True(frame.TryShare(out Frame? copy));
        FrameChain chain = new(copy);
        FrameAdapter.Adapt(ref chain, WireCapabilities.SingleFrames, _pool, this);
        Assert.Equal(before, frame.Data.ToArray());
        Assert.NotEqual(before, chain.Head!.Data.ToArray());
        chain.ReleaseAll();
        frame.Release();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void Adapt_FrameTooLong_IsDroppedButALargeOneIsMeasuredByItsPieces()
    {
        FrameChain chain = default;
        chain.Add(TestFrames.Rent(_pool, new byte[1515]));
        chain.Add(TestFrames.Rent(_pool, new byte[1514]));
        chain.Add(TestFrames.Large(_pool, new TestFrames.Spec { Payload = TestFrames.Pattern(5000) }, 1460));
        chain.Add(TestFrames.Large(_pool, new TestFrames.Spec { Payload = TestFrames.Pattern(5000) }, 1461));
        FrameAdapter.Adapt(ref chain, WireCapabilities.SingleFrames with { MaxFrameSize = 1514 }, _pool, this);
        Assert.Equal(1 + 4, chain.Count);
        Assert.Equal([WireDropReasons.FrameTooLong, WireDropReasons.FrameTooLong], _drops);
        chain.ReleaseAll();
        Assert.Equal(0, _pool.Outstanding);
    }

    void IFrameDropSink.Drop(Frame frame, in DropReason reason)
    {
        _drops.Add(reason);
        frame.Release();
    }
}
