using System.Numerics;
using System.Runtime.InteropServices;

namespace NetStackSim.Kernel.Tests;

public sealed class SlabAllocatorTests
{
    [Theory]
    [InlineData(64, 192)]
    [InlineData(2048, 2112)]
    [InlineData(9216, 9216)]
    [InlineData(65536, 65600)]
    [InlineData(100, 192)]
    public void Stride_AnySize_IsWholeLinesAndNoPowerOfTwo(int blockSize, int stride)
    {
        SlabAllocator slab = new(blockSize);

        Assert.Equal(stride, slab.Stride);
        Assert.False(BitOperations.IsPow2(slab.Stride));
        Assert.Equal(0, slab.Stride % 64);
    }

    [Fact]
    public void Allocate_ManyBlocks_AreAlignedAndDoNotOverlap()
    {
        SlabAllocator slab = new(2048, blocksPerSlab: 8);
        HashSet<(byte[] Buffer, int Offset)> seen = [];
        for (int i = 0; i < 50; i++)
        {
            SlabBlock block = slab.Allocate();
            Assert.True(seen.Add((block.Buffer, block.Offset)));
            Assert.Equal(0, Marshal.UnsafeAddrOfPinnedArrayElement(block.Buffer, block.Offset) % 64);
            Assert.True(block.Span.TryCopyTo(block.Span));
            Assert.Equal(2048, block.Span.Length);
        }

        Assert.Equal(50, slab.Outstanding);
        Assert.Equal(7, seen.Select(block => block.Buffer).Distinct().Count());
    }

    [Fact]
    public void Free_Block_IsReusedFirst()
    {
        SlabAllocator slab = new(2048);
        SlabBlock a = slab.Allocate();
        SlabBlock b = slab.Allocate();
        slab.Free(a);
        slab.Free(b);

        Assert.Equal(b, slab.Allocate());
        Assert.Equal(a, slab.Allocate());
        Assert.Equal(2, slab.Outstanding);
    }
}
