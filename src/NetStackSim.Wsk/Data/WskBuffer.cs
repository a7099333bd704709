using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>A buffer described by descriptors (<c>WSK_BUF</c>). The memory stays locked until the request that names it completes.</summary>
/// <param name="Mdl">First descriptor; null only with <paramref name="Length"/> 0.</param>
/// <param name="Offset">Bytes to skip; lies inside the first descriptor.</param>
/// <param name="Length">Bytes; may span the chain.</param>
[WindowsDdi("WSK_BUF")]
public readonly record struct WskBuffer(Mdl? Mdl, int Offset, int Length)
{
    /// <summary>True when offset and length fit the descriptors.</summary>
    public bool IsValid
    {
        get
        {
            if (Length == 0)
            {
                return Offset >= 0 && (Mdl is null ? Offset == 0 : Offset <= Mdl.ByteCount);
            }

            if (Mdl is null || Length < 0 || Offset < 0 || Offset >= Mdl.ByteCount)
            {
                return false;
            }

            long available = -Offset;
            for (Mdl? mdl = Mdl; mdl is not null && available < Length; mdl = mdl.Next)
            {
                available += mdl.ByteCount;
            }

            return available >= Length;
        }
    }
}
