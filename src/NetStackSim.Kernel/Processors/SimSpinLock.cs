namespace NetStackSim.Kernel;

/// <summary>A spin lock. It never spins, because one loop is one thread: it raises the IRQL and is verified (level, recursion, order, release).</summary>
[WindowsDdi("KSPIN_LOCK")]
public sealed class SimSpinLock
{
    private readonly SimKernel _kernel;
    private bool _isAtDpcLevel;

    /// <summary>Makes a free lock.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="name">Name in reports.</param>
    [WindowsDdi("KeInitializeSpinLock")]
    [WindowsDdi("NdisAllocateSpinLock")]
    public SimSpinLock(SimKernel kernel, string name)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _kernel = kernel;
        Name = name;
        Order = kernel.LockOrder.NewLock();
    }

    /// <summary>Name in reports.</summary>
    public string Name { get; }

    /// <summary>The processor that holds the lock; null when it is free.</summary>
    public Processor? Owner { get; private set; }

    internal int Order { get; }

    internal SimSpinLock? HeldBefore { get; private set; }

    /// <summary>Raises to <see cref="Irql.Dispatch"/> and takes the lock.</summary>
    /// <returns>Dispose it (with <c>using</c>) to release; in reverse order of taking.</returns>
    /// <exception cref="BugCheckException">SPIN_LOCK_ALREADY_OWNED, IRQL_NOT_LESS_OR_EQUAL, or a broken lock order.</exception>
    [WindowsDdi("KeAcquireSpinLock")]
    [WindowsDdi("NdisAcquireSpinLock")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public SpinLockScope Acquire()
    {
        Processor processor = _kernel.CurrentProcessor;
        processor.AssertIrqlAtMost(Irql.Dispatch, "KeAcquireSpinLock");
        Irql before = processor.Irql;
        Take(processor);
        processor.SetIrql(Irql.Dispatch);
        return new SpinLockScope(this, before);
    }

    /// <summary>Takes the lock at <see cref="Irql.Dispatch"/>.</summary>
    /// <returns>Dispose it to release; the level stays.</returns>
    /// <exception cref="BugCheckException">As <see cref="Acquire"/>; also when the level is below Dispatch and the verifier is on.</exception>
    [WindowsDdi("KeAcquireSpinLockAtDpcLevel")]
    [WindowsDdi("NdisDprAcquireSpinLock")]
    [RequiresIrql(Min = Irql.Dispatch, Max = Irql.Dispatch)]
    public SpinLockScope AcquireAtDpcLevel()
    {
        Processor processor = _kernel.CurrentProcessor;
        processor.AssertIrqlAtMost(Irql.Dispatch, "KeAcquireSpinLockAtDpcLevel");
        if (processor.Irql < Irql.Dispatch)
        {
            _kernel.Verifier?.Violation(VerifierRules.SpinLockDpr, Name, $"taken at {processor.Irql} by the form for DISPATCH_LEVEL");
        }

        Take(processor);
        _isAtDpcLevel = true;
        return new SpinLockScope(this, processor.Irql);
    }

    internal void Release(Irql before)
    {
        Processor processor = _kernel.CurrentProcessor;
        if (!ReferenceEquals(Owner, processor))
        {
            Report(VerifierRules.SpinLockNotOwned, $"spin lock '{Name}' released by {processor}, which does not hold it");
        }

        if (_isAtDpcLevel && processor.Irql < Irql.Dispatch)
        {
            _kernel.Verifier?.Violation(VerifierRules.SpinLockDprRelease, Name, $"released at {processor.Irql}; it was taken at Dispatch, and the level must not go down while it is held");
        }

        _isAtDpcLevel = false;
        if (!ReferenceEquals(processor.LastHeldLock, this))
        {
            _kernel.Verifier?.Violation(VerifierRules.SpinLockBalanced, Name, $"released before '{processor.LastHeldLock?.Name}', which was taken later");
        }

        Unlink(processor);
        Owner = null;
        processor.SetIrql(before);
    }

    // Rule and stop have the same code: with the verifier the rule is on record as well.
    private void Report(VerifierRule rule, string text)
    {
        _kernel.Verifier?.Violation(rule, Name, text);
        _kernel.BugCheck(rule.Code, 0, 0, 0, 0, Name, text);
    }

    private void Take(Processor processor)
    {
        if (ReferenceEquals(Owner, processor))
        {
            Report(VerifierRules.SpinLockRecursion, $"spin lock '{Name}' taken twice by {processor}");
        }

        if (Owner is { } other)
        {
            throw new InvalidOperationException(
                $"{processor} would spin for lock '{Name}' while {other} stands still with it: this order of events cannot happen.");
        }

        if (_kernel.Verifier is { } verifier && processor.LastHeldLock is { } held)
        {
            _kernel.LockOrder.Check(verifier, held, this);
        }

        Owner = processor;
        HeldBefore = processor.LastHeldLock;
        processor.LastHeldLock = this;
    }

    private void Unlink(Processor processor)
    {
        if (ReferenceEquals(processor.LastHeldLock, this))
        {
            processor.LastHeldLock = HeldBefore;
        }
        else
        {
            for (SimSpinLock? held = processor.LastHeldLock; held is not null; held = held.HeldBefore)
            {
                if (ReferenceEquals(held.HeldBefore, this))
                {
                    held.HeldBefore = HeldBefore;
                    break;
                }
            }
        }

        HeldBefore = null;
    }
}
