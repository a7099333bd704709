namespace NetStackSim.Kernel;

/// <summary>Which spin lock was ever taken while which other was held. A cycle is a deadlock that only waits for the right moment.</summary>
internal sealed class LockOrderGraph
{
    private readonly List<List<SimSpinLock>> _takenUnder = [];

    public int NewLock()
    {
        _takenUnder.Add([]);
        return _takenUnder.Count - 1;
    }

    /// <summary>Notes that one lock is taken while another is held; reports when the opposite order was seen before.</summary>
    public void Check(Verifier verifier, SimSpinLock held, SimSpinLock taken)
    {
        List<SimSpinLock> known = _takenUnder[held.Order];
        if (known.Contains(taken))
        {
            return;
        }

        if (Leads(taken, held, new bool[_takenUnder.Count]))
        {
            verifier.Violation(VerifierRules.LockOrder, taken.Name, $"taken while '{held.Name}' is held; elsewhere they are taken in the other order");
            return;
        }

        known.Add(taken);
    }

    private bool Leads(SimSpinLock from, SimSpinLock to, bool[] seen)
    {
        if (ReferenceEquals(from, to))
        {
            return true;
        }

        seen[from.Order] = true;
        foreach (SimSpinLock next in _takenUnder[from.Order])
        {
            if (!seen[next.Order] && Leads(next, to, seen))
            {
                return true;
            }
        }

        return false;
    }
}
