namespace NetStackSim.Wfp;

/// <summary>
/// Room of one engine for terminating filters beyond those that stand in the result itself. Slots are used in turn and grow once; a result stays whole
/// for as many later classifications as there are slots. Who keeps one longer copies it (<see cref="ClassifyResult.Keep"/>).
/// </summary>
internal sealed class TerminatingOverflow
{
    private const int SlotCount = 64;
    private const int FirstSize = 8;

    private readonly TerminatingFilter[]?[] _slots = new TerminatingFilter[SlotCount][];
    private int _last;

    /// <summary>The slot that was not used for the longest time.</summary>
    internal TerminatingFilter[] Next()
    {
        _last = (_last + 1) % SlotCount;
        return _slots[_last] ??= new TerminatingFilter[FirstSize];
    }

    /// <summary>A slot of twice the size with what the full one holds, in its place.</summary>
    internal TerminatingFilter[] Grow(TerminatingFilter[] full)
    {
        TerminatingFilter[] larger = Larger(full);
        int slot = Array.IndexOf(_slots, full);
        if (slot >= 0)
        {
            _slots[slot] = larger;
        }

        return larger;
    }

    /// <summary>Room that belongs to one result alone.</summary>
    internal static TerminatingFilter[] Larger(TerminatingFilter[]? full)
    {
        TerminatingFilter[] larger = new TerminatingFilter[full is null ? FirstSize : full.Length * 2];
        full?.CopyTo(larger, 0);
        return larger;
    }
}
