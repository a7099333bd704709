using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.ObjectPool;

namespace NetStackSim.Kernel;

/// <summary>A pool with a last-in first-out free list of its own, so that hot objects stay in the cache.</summary>
/// <remarks>
/// One thread only: the one of the loop. A rent can fail, by quota or by injection, and every caller has a path for that.
/// Whoever rents owns the object until it is returned. Legal at any IRQL up to Dispatch.
/// </remarks>
/// <typeparam name="T">The pooled class.</typeparam>
public abstract class KernelPool<T> : ObjectPool<T>, IKernelPool
    where T : class
{
    private Slot[] _free = new Slot[16];
    private int _freeCount;
    private int _outstanding;
    private int _limit = int.MaxValue;
    private long _rents;
    private long _failAt = -1;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="registry">Where the pool is listed for reports; null for a pool that nobody lists.</param>
    /// <param name="name">Name in reports.</param>
    protected KernelPool(PoolRegistry? registry, string name)
    {
        Name = name;
        registry?.Add(this);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Outstanding => _outstanding;

    /// <inheritdoc/>
    public long Rents => _rents;

    /// <inheritdoc/>
    public long Failures { get; private set; }

    /// <inheritdoc/>
    public long Created { get; private set; }

    /// <inheritdoc/>
    public int? Quota
    {
        get => _limit == int.MaxValue ? null : _limit;
        set => _limit = value ?? int.MaxValue;
    }

    /// <inheritdoc/>
    public void FailRentAt(long kthRent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(kthRent);
        _failAt = kthRent == 0 ? -1 : _rents + kthRent;
    }

    /// <summary>Rents an object. The caller owns it until it calls <see cref="Return"/>.</summary>
    /// <param name="item">The object, or null.</param>
    /// <returns>False when the quota is used up or this rent was chosen to fail.</returns>
    public bool TryRent([NotNullWhen(true)] out T? item)
    {
        long rent = ++_rents;
        if (_outstanding >= _limit || rent == _failAt)
        {
            Failures++;
            item = null;
            return false;
        }

        _outstanding++;
        int count = _freeCount;
        if (count > 0)
        {
            _freeCount = --count;
            item = _free[count].Item;
        }
        else
        {
            Created++;
            item = Create();
        }

        OnRented(item);
        return true;
    }

    /// <summary>Rents an object where failure is not expected.</summary>
    /// <returns>The object.</returns>
    /// <exception cref="InvalidOperationException">The quota is used up or this rent was chosen to fail.</exception>
    public sealed override T Get() =>
        TryRent(out T? item) ? item : throw new InvalidOperationException($"Pool '{Name}' has nothing left to rent ({Outstanding} outstanding).");

    /// <summary>Takes an object back; its owner must not touch it any more.</summary>
    /// <param name="obj">The object, rented from this pool.</param>
    public sealed override void Return(T obj)
    {
        OnReturned(obj);
        Debug.Assert(_outstanding > 0, "more objects returned than rented");
        _outstanding--;
        int count = _freeCount;
        if (count == _free.Length)
        {
            Array.Resize(ref _free, count * 2);
        }

        _free[count].Item = obj;
        _freeCount = count + 1;
    }

    /// <summary>Adds one line with the number of outstanding objects. A pool whose objects have names adds a line for each.</summary>
    /// <param name="report">Collects the lines.</param>
    public virtual void ReportLeaks(LeakReport report)
    {
        if (_outstanding != 0)
        {
            report.Add("pool", Name, _outstanding);
        }
    }

    /// <summary>Makes a new object when the free list is empty.</summary>
    /// <returns>The object.</returns>
    protected abstract T Create();

    /// <summary>Prepares an object that is about to be handed out.</summary>
    /// <param name="item">The object.</param>
    protected virtual void OnRented(T item)
    {
    }

    /// <summary>Cleans an object that came back, before it goes on the free list.</summary>
    /// <param name="item">The object.</param>
    protected virtual void OnReturned(T item)
    {
    }

    // A struct around the reference spares the covariance check of an array store.
    private struct Slot
    {
        public T Item;
    }
}
