namespace NetStackSim.Kernel;

/// <summary>What reports and fault injection see of a pool.</summary>
public interface IKernelPool : ILeakSource
{
    /// <summary>Name in reports.</summary>
    string Name { get; }

    /// <summary>Objects that are rented and not yet returned.</summary>
    int Outstanding { get; }

    /// <summary>Rents asked for so far, the failed ones included.</summary>
    long Rents { get; }

    /// <summary>Rents that failed, by quota or injection.</summary>
    long Failures { get; }

    /// <summary>Objects that were ever made: the pool's high-water mark.</summary>
    long Created { get; }

    /// <summary>How many objects may be outstanding; null for no limit.</summary>
    int? Quota { get; set; }

    /// <summary>Makes one later rent fail.</summary>
    /// <param name="kthRent">1 for the next rent, 2 for the one after; 0 to call the failure off.</param>
    void FailRentAt(long kthRent);
}
