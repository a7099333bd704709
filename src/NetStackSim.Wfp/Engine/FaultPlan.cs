using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Makes chosen calls of the filter engine's functions fail, so that drivers can be tested where it hurts. Nothing fails by itself.</summary>
public sealed class FaultPlan
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Calls that failed.</summary>
    public long Injected { get; private set; }

    /// <summary>Lets a call of a function fail.</summary>
    /// <param name="function">Windows' name, for example <c>FwpsFlowAssociateContext0</c>.</param>
    /// <param name="nthCall">Which call from now on; 1 is the next.</param>
    /// <param name="status">What it returns.</param>
    /// <param name="andLater">True: all calls after it fail, too.</param>
    public void Fail(string function, long nthCall, NtStatus status, bool andLater = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nthCall);
        long calls = Calls(function);
        _entries[function] = new Entry(status, calls + nthCall, andLater) { Calls = calls };
    }

    /// <summary>Nothing fails any more.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>How often a function was called since a failure was planned for it.</summary>
    /// <param name="function">Windows' name.</param>
    /// <returns>The number of calls.</returns>
    public long Calls(string function) => _entries.TryGetValue(function, out Entry? entry) ? entry.Calls : 0;

    internal bool TryFail(string function, out NtStatus status)
    {
        status = NtStatus.Success;
        if (_entries.Count == 0 || !_entries.TryGetValue(function, out Entry? entry))
        {
            return false;
        }

        entry.Calls++;
        if (entry.Calls != entry.FailAt && !(entry.AndLater && entry.Calls > entry.FailAt))
        {
            return false;
        }

        Injected++;
        status = entry.Status;
        return true;
    }

    private sealed record Entry(NtStatus Status, long FailAt, bool AndLater)
    {
        public long Calls { get; set; }
    }
}
