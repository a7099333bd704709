using System.Runtime.InteropServices;

namespace NetStackSim.Kernel;

/// <summary>The pools of one host or loop, in the order in which they were made.</summary>
public sealed class PoolRegistry : ILeakSource
{
    private readonly List<IKernelPool> _pools = [];

    /// <summary>The pools, oldest first.</summary>
    public ReadOnlySpan<IKernelPool> Pools => CollectionsMarshal.AsSpan(_pools);

    /// <summary>Objects outstanding in all pools together.</summary>
    public long TotalOutstanding
    {
        get
        {
            long total = 0;
            foreach (IKernelPool pool in _pools)
            {
                total += pool.Outstanding;
            }

            return total;
        }
    }

    /// <summary>Adds a pool; <see cref="KernelPool{T}"/> does it by itself.</summary>
    /// <param name="pool">The pool.</param>
    public void Add(IKernelPool pool) => _pools.Add(pool);

    /// <summary>Finds a pool by its name.</summary>
    /// <param name="name">The name, compared ordinally.</param>
    /// <returns>The oldest pool of that name, or null.</returns>
    public IKernelPool? Find(string name) => _pools.Find(pool => pool.Name == name);

    /// <inheritdoc/>
    public void ReportLeaks(LeakReport report)
    {
        foreach (IKernelPool pool in _pools)
        {
            pool.ReportLeaks(report);
        }
    }
}
