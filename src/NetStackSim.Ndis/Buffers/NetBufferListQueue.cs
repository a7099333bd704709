using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Ndis;

/// <summary>A first-in first-out queue of lists that a driver keeps in a field (NBL_COUNTED_QUEUE): the form of a chain that can be stored.</summary>
/// <remarks>A mutable struct without allocation: keep it in a field, not in a <c>readonly</c> one, and do not copy it. The queue owns the lists that are in it.</remarks>
public struct NetBufferListQueue
{
    private NetBufferList? _head;
    private NetBufferList? _tail;
    private int _count;

    /// <summary>The first list, or null.</summary>
    public readonly NetBufferList? Head => _head;

    /// <summary>Number of lists.</summary>
    public readonly int Count => _count;

    /// <summary>True when there is no list.</summary>
    public readonly bool IsEmpty => _head is null;

    /// <summary>Appends one list.</summary>
    public void Enqueue(NetBufferList list)
    {
        Debug.Assert(list.State != NetBufferListState.Free, "A list in its pool was put into a queue.");
        list.Next = null;
        if (_tail is { } tail)
        {
            tail.Next = list;
        }
        else
        {
            _head = list;
        }

        _tail = list;
        _count++;
    }

    /// <summary>Appends all lists of <paramref name="chain"/>, which is empty afterwards.</summary>
    public void Enqueue(ref NetBufferListChain chain)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        if (_tail is { } tail)
        {
            tail.Next = chain.Head;
        }
        else
        {
            _head = chain.Head;
        }

        _tail = chain.Tail;
        _count += chain.Count;
        chain = default;
    }

    /// <summary>Puts a list back in front: it was dequeued and could not be used.</summary>
    public void EnqueueFirst(NetBufferList list)
    {
        list.Next = _head;
        _head = list;
        _tail ??= list;
        _count++;
    }

    /// <summary>Puts the lists of <paramref name="chain"/> back in front, in their order; the chain is empty afterwards.</summary>
    public void EnqueueFirst(ref NetBufferListChain chain)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        chain.Tail!.Next = _head;
        _head = chain.Head;
        _tail ??= chain.Tail;
        _count += chain.Count;
        chain = default;
    }

    /// <summary>Removes the first list; its <see cref="NetBufferList.Next"/> is null afterwards.</summary>
    public bool TryDequeue([NotNullWhen(true)] out NetBufferList? list)
    {
        list = _head;
        if (list is null)
        {
            return false;
        }

        _head = list.Next;
        list.Next = null;
        if (--_count == 0)
        {
            _tail = null;
        }

        return true;
    }

    /// <summary>Moves everything out as a chain and leaves the queue empty.</summary>
    public NetBufferListChain TakeAll()
    {
        NetBufferListChain chain = new(_head, _tail, _count);
        this = default;
        return chain;
    }

    /// <summary>Appends everything to <paramref name="chain"/> and leaves the queue empty.</summary>
    public void MoveTo(ref NetBufferListChain chain)
    {
        NetBufferListChain all = TakeAll();
        chain.Append(ref all);
    }

    /// <summary>Appends the lists that match to <paramref name="chain"/>, in order, and keeps the others: the body of a cancel handler.</summary>
    /// <returns>Number of lists moved.</returns>
    public int MoveMatching<TPredicate>(TPredicate predicate, ref NetBufferListChain chain)
        where TPredicate : struct, INetBufferListPredicate
    {
        NetBufferListChain all = TakeAll();
        NetBufferListChain kept = default;
        int before = chain.Count;
        NetBufferListClassifier.Split(ref all, predicate, ref chain, ref kept);
        Enqueue(ref kept);
        return chain.Count - before;
    }
}
