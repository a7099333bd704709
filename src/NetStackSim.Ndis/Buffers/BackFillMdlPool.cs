using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>MDLs with small blocks of memory, for retreats that find no headroom.</summary>
internal sealed class BackFillMdlPool : KernelPool<Mdl>
{
    private readonly int _blockSize;

    public BackFillMdlPool(PoolRegistry registry, string name, int blockSize)
        : base(registry, name)
    {
        _blockSize = blockSize;
    }

    /// <summary>Bytes of a block.</summary>
    public int BlockSize => _blockSize;

    protected override Mdl Create() => Mdl.Over(new byte[_blockSize]);

    protected override void OnReturned(Mdl item)
    {
        item.Next = null;
        item.Offset = 0;
        item.ByteCount = _blockSize;
    }
}
