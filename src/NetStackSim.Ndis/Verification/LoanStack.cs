namespace NetStackSim.Ndis;

/// <summary>Remembers the lists of indications on loan, so that the chain can be checked, or put together again, when the call comes back. Indications nest.</summary>
internal sealed class LoanStack
{
    private Entry[] _entries = new Entry[64];
    private int _count;

    /// <summary>Remembers a chain and marks its lists as loaned.</summary>
    /// <returns>A mark for <see cref="Restore"/>.</returns>
    public int Push(scoped in NetBufferListChain chain)
    {
        int mark = _count;
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, _count * 2);
            }

            _entries[_count++] = new Entry(list, list.State);
            list.State = NetBufferListState.Loaned;
        }

        return mark;
    }

    /// <summary>True when the chain is as it was remembered.</summary>
    public bool IsWhole(int mark, scoped in NetBufferListChain chain)
    {
        NetBufferList? list = chain.Head;
        for (int i = mark; i < _count; i++)
        {
            if (!ReferenceEquals(list, _entries[i].List))
            {
                return false;
            }

            list = list!.Next;
        }

        return list is null && chain.Count == _count - mark;
    }

    /// <summary>Puts the chain together again as it was remembered, with the states of before, and forgets it.</summary>
    public void Restore(int mark, scoped ref NetBufferListChain chain)
    {
        chain = default;
        for (int i = mark; i < _count; i++)
        {
            ref Entry entry = ref _entries[i];
            entry.List.State = entry.State;
            chain.Add(entry.List);
            entry = default;
        }

        _count = mark;
    }

    private readonly record struct Entry(NetBufferList List, NetBufferListState State);
}
