using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The lists that are out, pool by pool. Pools know them while the verifier is on.</summary>
internal static class NblIndex
{
    public const string NeedsVerifier = "Single lists are known while the verifier is on; only the counts of the pools are.";

    /// <summary>The pools of lists, in the order in which they were made.</summary>
    public static IReadOnlyList<NetBufferListPool> Pools(NdisRuntime runtime)
    {
        List<NetBufferListPool> pools = [];
        foreach (IKernelPool pool in runtime.Kernel.Pools.Pools)
        {
            if (pool is NetBufferListPool lists)
            {
                pools.Add(lists);
            }
        }

        return pools;
    }

    /// <summary>The lists that are out.</summary>
    public static IEnumerable<NetBufferList> Outstanding(NdisRuntime runtime) => Pools(runtime).SelectMany(static pool => pool.OutstandingLists);

    /// <summary>The list of a handle or name ("pool#serial").</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static NetBufferList Find(NdisRuntime runtime, string target)
    {
        NetBufferList[] all = [.. Outstanding(runtime)];
        return all.Length == 0
            ? throw new ArgumentException(runtime.Ownership is null ? NeedsVerifier : "No list is out.")
            : InspectorHandles.Find(all, target, "list", static each => InspectorHandles.Of(each), static each => each.Label);
    }
}
