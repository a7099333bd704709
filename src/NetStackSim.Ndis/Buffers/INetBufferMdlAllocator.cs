using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Where a retreat without headroom gets its memory from, and where the matching advance puts it (NetAllocateMdl, NetFreeMdl).</summary>
/// <remarks>IRQL: at most Dispatch. What one allocator gave must be freed through the same one.</remarks>
public interface INetBufferMdlAllocator
{
    /// <summary>Gives an MDL over at least <paramref name="length"/> writable bytes.</summary>
    /// <returns>False when memory is short: the retreat ends with <see cref="NdisStatus.Resources"/> and changes nothing.</returns>
    [WindowsDdi("NetAllocateMdl")]
    bool TryAllocate(int length, [NotNullWhen(true)] out Mdl? mdl);

    /// <summary>Takes an MDL back.</summary>
    [WindowsDdi("NetFreeMdl")]
    void Free(Mdl mdl);
}
