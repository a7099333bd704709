using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// An enumeration handle: a snapshot of what there was when it was made. Changes after that do not show; what a call returns moves the cursor on.
/// </summary>
/// <typeparam name="T">The management object.</typeparam>
public sealed class PolicyEnumeration<T> : IDisposable
{
    private readonly IReadOnlyList<T> _items;
    private readonly FilterEngine? _engine;
    private readonly string _function;
    private int _position;
    private bool _isDestroyed;

    internal PolicyEnumeration(IReadOnlyList<T> items, FilterEngine? engine = null, PolicyObjectKind kind = PolicyObjectKind.Engine)
        : this(items, engine, $"Fwpm{kind}Enum0")
    {
    }

    internal PolicyEnumeration(IReadOnlyList<T> items, FilterEngine? engine, string function)
    {
        _items = items;
        _engine = engine;
        _function = function;
    }

    /// <summary>Number of objects that were not returned yet.</summary>
    public int Remaining => _isDestroyed ? 0 : _items.Count - _position;

    /// <summary>Takes the next objects. IRQL Passive.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="items">The objects; fewer than asked for at the end, none after it and on error.</param>
    /// <returns>Success, or an injected failure, which leaves the cursor where it is.</returns>
    /// <exception cref="ObjectDisposedException">The handle was destroyed.</exception>
    [WindowsDdi("FwpmProviderEnum0")]
    [WindowsDdi("FwpmProviderContextEnum0")]
    [WindowsDdi("FwpmSubLayerEnum0")]
    [WindowsDdi("FwpmLayerEnum0")]
    [WindowsDdi("FwpmCalloutEnum0")]
    [WindowsDdi("FwpmFilterEnum0")]
    [WindowsDdi("FwpmSessionEnum0")]
    [WindowsDdi("FwpmNetEventEnum0")]
    [WindowsDdi("FwpmConnectionEnum0")]
    [WindowsDdi("FwpsAleEndpointEnum0")]
    public NtStatus TryNext(int count, out IReadOnlyList<T> items)
    {
        items = [];
        if (_engine is { } engine && engine.Refuses(_function, Irql.Passive, out NtStatus failed))
        {
            return failed;
        }

        items = Next(count);
        return NtStatus.Success;
    }

    /// <summary>Takes the next objects, as <see cref="TryNext"/> without failures.</summary>
    /// <param name="count">How many at most.</param>
    /// <returns>The objects; fewer than asked for at the end, none after it.</returns>
    /// <exception cref="ObjectDisposedException">The handle was destroyed.</exception>
    public IReadOnlyList<T> Next(int count)
    {
        ObjectDisposedException.ThrowIf(_isDestroyed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int taken = Math.Min(count, Remaining);
        List<T> result = new(taken);
        for (int i = 0; i < taken; i++)
        {
            result.Add(_items[_position++]);
        }

        return result;
    }

    /// <summary>Destroys the handle.</summary>
    [WindowsDdi("FwpmProviderDestroyEnumHandle0")]
    [WindowsDdi("FwpmProviderContextDestroyEnumHandle0")]
    [WindowsDdi("FwpmSubLayerDestroyEnumHandle0")]
    [WindowsDdi("FwpmLayerDestroyEnumHandle0")]
    [WindowsDdi("FwpmCalloutDestroyEnumHandle0")]
    [WindowsDdi("FwpmFilterDestroyEnumHandle0")]
    [WindowsDdi("FwpmSessionDestroyEnumHandle0")]
    [WindowsDdi("FwpmNetEventDestroyEnumHandle0")]
    [WindowsDdi("FwpmConnectionDestroyEnumHandle0")]
    [WindowsDdi("FwpsAleEndpointDestroyEnumHandle0")]
    public void Dispose() => _isDestroyed = true;
}
