namespace NetStackSim.Wfp;

/// <summary>How to take back what a transaction did, newest first.</summary>
internal sealed class UndoLog
{
    private readonly List<Action> _actions = [];

    /// <summary>Number of recorded changes.</summary>
    internal int Count => _actions.Count;

    /// <summary>Records how to undo a change that was just made.</summary>
    internal void Add(Action undo) => _actions.Add(undo);

    /// <summary>Undoes everything.</summary>
    internal void Undo()
    {
        for (int i = _actions.Count - 1; i >= 0; i--)
        {
            _actions[i]();
        }

        _actions.Clear();
    }
}
