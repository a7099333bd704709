using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// Makes chosen calls of the filter engine's functions fail, so that drivers can be tested where it hurts: the n-th call of one function or of
/// all together, every call from one on, or one in so many at random. Nothing fails by itself, and a call that fails changes nothing.
/// </summary>
public sealed class FaultPlan
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private bool _isArmed;
    private long _failAt = long.MaxValue;

    /// <summary>The functions that can fail, by Windows' names, in the order of their groups.</summary>
    public static IReadOnlyList<string> Functions => FaultCatalog.Functions;

    /// <summary>Calls that failed.</summary>
    public long Injected { get; private set; }

    /// <summary>Calls of all functions since <see cref="FailCall"/>, the failed one included.</summary>
    public long TotalCalls { get; private set; }

    /// <summary>The function whose call failed last; empty before the first failure.</summary>
    public string LastFailed { get; private set; } = string.Empty;

    /// <summary>The statuses that Windows documents for failures of a function.</summary>
    /// <param name="function">Windows' name.</param>
    /// <returns>The statuses, the most likely one first.</returns>
    /// <exception cref="ArgumentException">There is no such function, or it cannot fail.</exception>
    public static IReadOnlyList<NtStatus> StatusesOf(string function) => FaultCatalog.StatusesOf(function);

    /// <summary>Lets a call of a function fail.</summary>
    /// <param name="function">Windows' name, for example <c>FwpsFlowAssociateContext0</c>.</param>
    /// <param name="nthCall">Which call from now on; 1 is the next.</param>
    /// <param name="status">What it returns; null for the most likely of the documented statuses.</param>
    /// <param name="andLater">True: all calls after it fail, too.</param>
    /// <exception cref="ArgumentException">There is no such function, or it cannot fail.</exception>
    public void Fail(string function, long nthCall, NtStatus? status = null, bool andLater = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nthCall);
        long calls = Calls(function);
        _entries[function] = new Entry(status ?? StatusesOf(function)[0], calls + nthCall, andLater, 0, null) { Calls = calls };
        _isArmed = true;
    }

    /// <summary>Lets calls of a function fail at random.</summary>
    /// <param name="function">Windows' name.</param>
    /// <param name="oneIn">One call in so many fails; 1 for all.</param>
    /// <param name="random">Decides which.</param>
    /// <param name="status">What they return; null for the most likely of the documented statuses.</param>
    /// <exception cref="ArgumentException">There is no such function, or it cannot fail.</exception>
    public void FailSometimes(string function, int oneIn, RandomStream random, NtStatus? status = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(oneIn);
        ArgumentNullException.ThrowIfNull(random);
        long calls = Calls(function);
        _entries[function] = new Entry(status ?? StatusesOf(function)[0], long.MaxValue, AndLater: false, oneIn, random) { Calls = calls };
        _isArmed = true;
    }

    /// <summary>
    /// Lets one call fail, whatever function it is of. A driver is swept by running it with 1, 2, 3 and so on until a run ends without a failure.
    /// </summary>
    /// <param name="nthCall">Which call of all functions from now on; 1 is the next.</param>
    public void FailCall(long nthCall)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nthCall);
        TotalCalls = 0;
        _failAt = nthCall;
        _isArmed = true;
    }

    /// <summary>Lets nothing fail any more; the counts stay.</summary>
    public void Clear()
    {
        _entries.Clear();
        _failAt = long.MaxValue;
        _isArmed = false;
    }

    /// <summary>How often a function was called since <see cref="Fail"/> named it.</summary>
    /// <param name="function">Windows' name.</param>
    /// <returns>The number of calls.</returns>
    public long Calls(string function)
    {
        _ = StatusesOf(function);
        return _entries.TryGetValue(function, out Entry? entry) ? entry.Calls : 0;
    }

    internal bool TryFail(string function, out NtStatus status)
    {
        status = NtStatus.Success;
        return _isArmed && TryFailArmed(function, ref status);
    }

    private bool TryFailArmed(string function, ref NtStatus status)
    {
        bool isListed = FaultCatalog.Contains(function);
        TotalCalls += isListed ? 1 : 0;
        if (isListed && TotalCalls == _failAt)
        {
            status = StatusesOf(function)[0];
        }
        else if (_entries.TryGetValue(function, out Entry? entry) && entry.Fails())
        {
            status = entry.Status;
        }
        else
        {
            return false;
        }

        Injected++;
        LastFailed = function;
        return true;
    }

    private sealed record Entry(NtStatus Status, long FailAt, bool AndLater, int OneIn, RandomStream? Random)
    {
        public long Calls { get; set; }

        public bool Fails()
        {
            Calls++;
            return Calls == FailAt || (AndLater && Calls > FailAt) || (Random is { } random && random.Next(OneIn) == 0);
        }
    }
}
