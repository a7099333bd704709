using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The receive half of a miniport's data path.</summary>
public interface IMiniportReceive
{
    /// <summary>
    /// Gets indicated lists back: each exactly once, in any order and grouping. Not called for lists that were indicated with <see cref="ReceiveFlags.Resources"/>.
    /// IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("MiniportReturnNetBufferLists")]
    void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags);
}
