using System.Buffers;

namespace NetStackSim.Kernel.Tests;

public sealed class MdlTests
{
    [Fact]
    public void Over_PieceOfAnArray_ShowsItsBytes()
    {
        byte[] bytes = [0, 1, 2, 3, 4];
        Mdl mdl = Mdl.Over(bytes, 1, 3);

        Assert.Equal([1, 2, 3], mdl.Span.ToArray());
        mdl.Span[0] = 9;
        Assert.Equal(9, bytes[1]);
        Assert.False(mdl.IsFromPool);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 6)]
    [InlineData(5, 1)]
    [InlineData(2, -1)]
    public void Over_OutsideTheArray_IsRefused(int offset, int count)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Mdl.Over(new byte[5], offset, count));
    }

    [Fact]
    public void OverMemory_Array_IsUsedInPlace()
    {
        CopyLedger copies = new();
        byte[] bytes = new byte[100];
        Mdl mdl = Mdl.OverMemory(bytes.AsMemory(10, 20), copies);

        Assert.Same(bytes, mdl.Buffer);
        Assert.Equal((10, 20), (mdl.Offset, mdl.ByteCount));
        Assert.Equal(0, copies.StackBytes);
    }

    [Fact]
    public void OverMemory_OtherMemory_IsCopiedAndCounted()
    {
        CopyLedger copies = new();
        using ForeignMemory foreign = new(64);
        Mdl mdl = Mdl.OverMemory(foreign.Memory, copies);

        Assert.Equal(64, mdl.ByteCount);
        Assert.Equal(64, copies.Bytes(CopyKind.StackSend));
        Assert.Equal(1, copies.Copies(CopyKind.StackSend));
    }

    [Fact]
    public void Pool_ReturnTwice_IsBugCheckC2()
    {
        MdlPool pool = new(null);
        Mdl mdl = pool.Get();
        mdl.Buffer = new byte[4];
        mdl.ByteCount = 4;
        Assert.True(mdl.IsFromPool);
        pool.Return(mdl);

        Assert.Equal(0, mdl.ByteCount);
        Assert.Equal(BugCheckCode.BadPoolCaller, Assert.Throws<BugCheckException>(() => pool.Return(mdl)).Code);
        Assert.Throws<BugCheckException>(() => pool.Return(Mdl.Over(new byte[1])));
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void ChainByteCount_Chain_SumsAllPieces()
    {
        Mdl mdl = Mdl.Over(new byte[3]);
        mdl.Next = Mdl.Over(new byte[4]);
        mdl.Next.Next = Mdl.Over(new byte[5]);

        Assert.Equal(12, mdl.ChainByteCount());
    }

    /// <summary>Memory without an array behind it, as far as anybody can tell.</summary>
    private sealed class ForeignMemory(int length) : MemoryManager<byte>
    {
        private readonly byte[] _bytes = new byte[length];

        public override Span<byte> GetSpan() => _bytes;

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
