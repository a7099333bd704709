using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NetStackSim.Ndis;

/// <summary>The hand-over token: a chain of lists that has exactly one owner, passed by <c>ref</c> from driver to driver.</summary>
/// <remarks>
/// <para>
/// A method that takes <c>ref NetBufferListChain</c> takes ownership of the lists: it calls <see cref="Take"/> (or removes them one by one, or passes the same
/// reference on), and the caller's variable is empty afterwards. The exception is an indication with <see cref="ReceiveFlags.Resources"/>, where the lists stay the
/// caller's and the chain must come back as it was. Being a <c>ref struct</c> it cannot be captured, awaited across or stored by accident; the form that can be
/// stored is <see cref="NetBufferListQueue"/>.
/// </para>
/// <para>Nothing here allocates. Links are <see cref="NetBufferList.Next"/>: a list is in one chain or queue at a time.</para>
/// </remarks>
public ref struct NetBufferListChain
{
    private NetBufferList? _head;
    private NetBufferList? _tail;
    private int _count;

    /// <summary>A chain of one list. Whatever the list was linked to is forgotten.</summary>
    public NetBufferListChain(NetBufferList list)
    {
        list.Next = null;
        _head = list;
        _tail = list;
        _count = 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal NetBufferListChain(NetBufferList? head, NetBufferList? tail, int count)
    {
        _head = head;
        _tail = tail;
        _count = count;
    }

    /// <summary>The first list, or null.</summary>
    public readonly NetBufferList? Head => _head;

    /// <summary>The last list, or null.</summary>
    public readonly NetBufferList? Tail => _tail;

    /// <summary>Number of lists.</summary>
    public readonly int Count => _count;

    /// <summary>True when there is no list.</summary>
    public readonly bool IsEmpty => _head is null;

    /// <summary>A chain over lists that are linked through <see cref="NetBufferList.Next"/> already (a driver that keeps links of its own). Walks them once.</summary>
    public static NetBufferListChain OfLinked(NetBufferList? head)
    {
        int count = 0;
        NetBufferList? tail = null;
        for (NetBufferList? list = head; list is not null; list = list.Next)
        {
            tail = list;
            count++;
        }

        return new NetBufferListChain(head, tail, count);
    }

    /// <summary>Appends one list; the chain owns it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(NetBufferList list)
    {
        Debug.Assert(list.State != NetBufferListState.Free, "A list in its pool was put into a chain.");
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

    /// <summary>Puts one list in front.</summary>
    public void AddFirst(NetBufferList list)
    {
        Debug.Assert(list.State != NetBufferListState.Free, "A list in its pool was put into a chain.");
        list.Next = _head;
        _head = list;
        _tail ??= list;
        _count++;
    }

    /// <summary>Appends all lists of <paramref name="other"/>, which is empty afterwards.</summary>
    public void Append(scoped ref NetBufferListChain other)
    {
        if (other._head is null)
        {
            return;
        }

        if (_tail is { } tail)
        {
            tail.Next = other._head;
        }
        else
        {
            _head = other._head;
        }

        _tail = other._tail;
        _count += other._count;
        other = default;
    }

    /// <summary>Removes the first list; its <see cref="NetBufferList.Next"/> is null afterwards.</summary>
    /// <returns>The list, or null when the chain is empty.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NetBufferList? RemoveFirst()
    {
        NetBufferList? list = _head;
        if (list is not null)
        {
            _head = list.Next;
            list.Next = null;
            if (--_count == 0)
            {
                _tail = null;
            }
        }

        return list;
    }

    /// <summary>Removes the first list.</summary>
    /// <returns>False when the chain is empty.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRemoveFirst([NotNullWhen(true)] out NetBufferList? list)
    {
        list = RemoveFirst();
        return list is not null;
    }

    /// <summary>Removes the first <paramref name="count"/> lists (or all there are) and returns them as a chain.</summary>
    public NetBufferListChain TakeFirst(int count)
    {
        if (count >= _count)
        {
            return Take();
        }

        if (count <= 0)
        {
            return default;
        }

        NetBufferList last = _head!;
        for (int i = 1; i < count; i++)
        {
            last = last.Next!;
        }

        NetBufferListChain first = new(_head, last, count);
        _head = last.Next;
        _count -= count;
        last.Next = null;
        return first;
    }

    /// <summary>Moves the lists out and leaves this chain empty: the callee's half of a hand-over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NetBufferListChain Take()
    {
        NetBufferListChain taken = this;
        this = default;
        return taken;
    }

    /// <summary>Walks the lists without unlinking them. The walk reads the link of a list before it yields it, so the body may give that list away.</summary>
    public readonly Enumerator GetEnumerator() => new(_head);

    /// <summary>Walks a chain.</summary>
    public ref struct Enumerator
    {
        private NetBufferList? _next;

        internal Enumerator(NetBufferList? head)
        {
            _next = head;
            Current = null!;
        }

        /// <summary>The list at hand.</summary>
        public NetBufferList Current { get; private set; }

        /// <summary>Goes to the next list.</summary>
        public bool MoveNext()
        {
            if (_next is not { } list)
            {
                return false;
            }

            Current = list;
            _next = list.Next;
            return true;
        }
    }
}
