namespace NetStackSim.Ndis;

/// <summary>Splits chains: the only place where lists are relinked (cf. nblclassify.h of the NDIS driver library).</summary>
/// <remarks>
/// All routines keep the order of lists within a part, empty the source chain and touch the link of a list only where a run ends: a chain that goes whole into one
/// part is moved without a write. Nothing allocates.
/// </remarks>
public static class NetBufferListClassifier
{
    /// <summary>Splits a chain in two. Matching lists are appended to <paramref name="matching"/>, the others to <paramref name="others"/>.</summary>
    public static void Split<TPredicate>(
        scoped ref NetBufferListChain source, TPredicate predicate, scoped ref NetBufferListChain matching, scoped ref NetBufferListChain others)
        where TPredicate : struct, INetBufferListPredicate
    {
        NetBufferList? head = source.Head;
        source = default;
        while (head is not null)
        {
            bool matches = predicate.Matches(head);
            NetBufferList last = head;
            int count = 1;
            while (last.Next is { } next && predicate.Matches(next) == matches)
            {
                last = next;
                count++;
            }

            NetBufferList? rest = last.Next;
            last.Next = null;
            NetBufferListChain run = new(head, last, count);
            if (matches)
            {
                matching.Append(ref run);
            }
            else
            {
                others.Append(ref run);
            }

            head = rest;
        }
    }

    /// <summary>Splits a chain into buckets by index (an RSS queue, a binding). An index outside the buckets is a mistake of the selector.</summary>
    public static void SplitByIndex<TSelector>(scoped ref NetBufferListChain source, TSelector selector, Span<NetBufferListQueue> buckets)
        where TSelector : struct, INetBufferListSelector<int>
    {
        while (!source.IsEmpty)
        {
            NetBufferListChain run = TakeRun<TSelector, int>(ref source, selector, out int index);
            buckets[index].Enqueue(ref run);
        }
    }

    /// <summary>Removes the longest front part of the chain whose lists have one value and returns it (classify by value, flush at each change).</summary>
    /// <param name="source">The chain; must not be empty.</param>
    /// <param name="selector">What the lists are compared by.</param>
    /// <param name="value">The value of the part.</param>
    public static NetBufferListChain TakeRun<TSelector, TValue>(scoped ref NetBufferListChain source, TSelector selector, out TValue value)
        where TSelector : struct, INetBufferListSelector<TValue>
        where TValue : IEquatable<TValue>
    {
        NetBufferList head = source.Head ?? throw new ArgumentException("The chain is empty.", nameof(source));
        value = selector.Select(head);
        NetBufferList last = head;
        int count = 1;
        while (last.Next is { } next && selector.Select(next).Equals(value))
        {
            last = next;
            count++;
        }

        NetBufferListChain run = new(head, last, count);
        source = new NetBufferListChain(last.Next, last.Next is null ? null : source.Tail, source.Count - count);
        last.Next = null;
        return run;
    }

    /// <summary>Number of lists at the front of the chain with one value, without removing them.</summary>
    public static int RunLength<TSelector, TValue>(scoped in NetBufferListChain source, TSelector selector)
        where TSelector : struct, INetBufferListSelector<TValue>
        where TValue : IEquatable<TValue>
    {
        if (source.Head is not { } head)
        {
            return 0;
        }

        TValue value = selector.Select(head);
        int count = 1;
        for (NetBufferList? list = head.Next; list is not null && selector.Select(list).Equals(value); list = list.Next)
        {
            count++;
        }

        return count;
    }
}
