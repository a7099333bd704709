using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>All objects of one type: by key, and in order of addition. Every change records how to undo it.</summary>
/// <typeparam name="T">The management object.</typeparam>
internal sealed class ObjectContainer<T>
    where T : class
{
    private readonly Dictionary<Guid, StoredObject<T>> _byKey = [];
    private readonly SortedDictionary<ulong, StoredObject<T>> _bySequence = [];

    internal ObjectContainer(PolicyObjectKind kind, NtStatus notFound)
    {
        Kind = kind;
        NotFound = notFound;
    }

    /// <summary>The status for a key that is not there.</summary>
    internal NtStatus NotFound { get; }

    /// <summary>What it holds.</summary>
    internal PolicyObjectKind Kind { get; }

    /// <summary>Number of objects.</summary>
    internal int Count => _byKey.Count;

    /// <summary>The objects in order of addition.</summary>
    internal IEnumerable<StoredObject<T>> Items => _bySequence.Values;

    /// <summary>The objects of a lifetime, newest first: in an order in which they can be removed.</summary>
    internal StoredObject<T>[] Of(ObjectLifetime lifetime) => [.. Items.Where(item => item.Lifetime == lifetime).Reverse()];

    /// <summary>Finds an object.</summary>
    internal StoredObject<T>? Find(Guid key) => _byKey.GetValueOrDefault(key);

    /// <summary>Adds an object whose key is free.</summary>
    internal void Add(StoredObject<T> item, UndoLog undo)
    {
        Insert(item);
        undo.Add(() => Take(item));
    }

    /// <summary>Says whether a session may delete an object now.</summary>
    internal NtStatus CanDelete(Guid key, EngineSession session, out StoredObject<T>? item)
    {
        if (!_byKey.TryGetValue(key, out item))
        {
            return NotFound;
        }

        if (item.Lifetime == ObjectLifetime.BuiltIn)
        {
            return FwpStatus.BuiltInObject;
        }

        if (item.Lifetime == ObjectLifetime.Dynamic && item.Owner != session)
        {
            return FwpStatus.WrongSession;
        }

        return item.References > 0 ? FwpStatus.InUse : NtStatus.Success;
    }

    /// <summary>Removes an object.</summary>
    internal void Remove(StoredObject<T> item, UndoLog undo)
    {
        Take(item);
        undo.Add(() => Insert(item));
    }

    private void Insert(StoredObject<T> item)
    {
        _byKey.Add(item.Key, item);
        _bySequence.Add(item.Sequence, item);
    }

    private void Take(StoredObject<T> item)
    {
        _byKey.Remove(item.Key);
        _bySequence.Remove(item.Sequence);
    }
}
