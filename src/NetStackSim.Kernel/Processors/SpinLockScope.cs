namespace NetStackSim.Kernel;

/// <summary>A held spin lock; disposing it releases the lock and goes back to the level before.</summary>
public readonly ref struct SpinLockScope
{
    private readonly SimSpinLock _lock;
    private readonly Irql _before;

    internal SpinLockScope(SimSpinLock spinLock, Irql before)
    {
        _lock = spinLock;
        _before = before;
    }

    /// <summary>Releases the lock.</summary>
    [WindowsDdi("KeReleaseSpinLock")]
    public void Dispose() => _lock.Release(_before);
}
