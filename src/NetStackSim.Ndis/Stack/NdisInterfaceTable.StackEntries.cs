namespace NetStackSim.Ndis;

/// <content>Which interface runs on top of which.</content>
public sealed partial class NdisInterfaceTable
{
    private readonly List<InterfaceStackEntry> _stack = [];

    /// <summary>The rows that intermediate drivers added, oldest first. Filter modules are over their adapter without a row of their own.</summary>
    public IReadOnlyList<InterfaceStackEntry> StackEntries => _stack;

    /// <summary>Adds a row unless it is there.</summary>
    /// <returns>False when the rows would form a circle; nothing changed then.</returns>
    internal bool TryAddStackEntry(InterfaceStackEntry entry)
    {
        if (entry.HigherIfIndex == entry.LowerIfIndex || IsBelow(entry.HigherIfIndex, entry.LowerIfIndex))
        {
            return false;
        }

        if (!_stack.Contains(entry))
        {
            _stack.Add(entry);
        }

        return true;
    }

    /// <summary>Removes a row.</summary>
    /// <returns>False when there is no such row.</returns>
    internal bool RemoveStackEntry(InterfaceStackEntry entry) => _stack.Remove(entry);

    private bool IsBelow(uint index, uint of)
    {
        foreach (InterfaceStackEntry entry in _stack)
        {
            if (entry.HigherIfIndex == of && (entry.LowerIfIndex == index || IsBelow(index, entry.LowerIfIndex)))
            {
                return true;
            }
        }

        return false;
    }
}
