namespace NetStackSim.Kernel;

/// <summary>Describing MDLs without memory of their own: a renter sets buffer, offset and length.</summary>
public sealed class MdlPool : KernelPool<Mdl>
{
    /// <summary>Makes an empty pool.</summary>
    /// <param name="registry">Where the pool is listed.</param>
    /// <param name="name">Name in reports.</param>
    public MdlPool(PoolRegistry? registry, string name = "mdl")
        : base(registry, name)
    {
    }

    /// <inheritdoc/>
    protected override Mdl Create() => new();

    /// <inheritdoc/>
    protected override void OnRented(Mdl item) => item.Pool = this;

    /// <inheritdoc/>
    protected override void OnReturned(Mdl item)
    {
        if (!ReferenceEquals(item.Pool, this))
        {
            throw new BugCheckException(BugCheckCode.BadPoolCaller, Name, "an MDL was returned twice or to the wrong pool", 7);
        }

        item.Pool = null;
        item.Next = null;
        item.Buffer = [];
        item.Offset = 0;
        item.ByteCount = 0;
    }
}
