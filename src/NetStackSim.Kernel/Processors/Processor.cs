using System.Runtime.CompilerServices;

namespace NetStackSim.Kernel;

/// <summary>A simulated processor of a host: its IRQL, its interrupts, DPCs and passive work, and the time it is busy.</summary>
/// <remarks>
/// It is one source of the loop; its head is the first of: pending interrupts (highest level first), DPCs, passive work. A dispatch that was charged virtual
/// time keeps the processor busy; its next dispatch, timers included, starts no earlier.
/// </remarks>
public sealed partial class Processor : EventSource
{
    private readonly int _dpcQuota;
    private readonly CostModel? _costs;
    private Irql _irql;
    private bool _isDispatching;

    internal Processor(SimKernel kernel, int number, SimKernelOptions options)
        : base(kernel.Loop, EventClass.Dpc, $"{options.Name}/cpu{number}")
    {
        Kernel = kernel;
        Number = number;
        _dpcQuota = options.DpcQuota;
        _costs = options.Costs;
        _watchdog = new DpcWatchdog(this, options);
    }

    /// <summary>Number within the host, from 0.</summary>
    public int Number { get; }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>The present level.</summary>
    [WindowsDdi("KeGetCurrentIrql")]
    public Irql Irql => _irql;

    /// <summary>True while code on this processor holds a spin lock.</summary>
    public bool HoldsSpinLock => LastHeldLock is not null;

    /// <summary>The spin lock taken last; it leads to those taken before.</summary>
    internal SimSpinLock? LastHeldLock { get; set; }

    /// <summary>Raises the level until the result is disposed.</summary>
    /// <param name="level">The new level; not below the present one.</param>
    /// <returns>Dispose it (with <c>using</c>) to go back.</returns>
    [WindowsDdi("KeRaiseIrql")]
    public IrqlScope RaiseIrql(Irql level)
    {
        Irql before = _irql;
        if (level < before)
        {
            ReportRaisedDown(level);
        }

        _irql = level;
        return new IrqlScope(this, before);
    }

    /// <summary>Checks that an operation is used at a legal level.</summary>
    /// <param name="max">Highest legal level.</param>
    /// <param name="operation">The operation, for the report.</param>
    /// <exception cref="BugCheckException">IRQL_NOT_LESS_OR_EQUAL: the level is too high.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AssertIrqlAtMost(Irql max, string operation)
    {
        if (_irql > max)
        {
            ReportTooHigh(max, operation);
        }
    }

    /// <summary>Runs code as if this processor stood still in the middle of its present call while another one runs: "in progress on another processor".</summary>
    /// <param name="other">The processor that is current while the action runs.</param>
    /// <param name="action">What it does; at its own level.</param>
    /// <exception cref="InvalidOperationException">This processor is not the current one, or the other one is this.</exception>
    public void While(Processor other, Action action)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(action);
        if (!ReferenceEquals(Kernel.CurrentProcessor, this) || ReferenceEquals(other, this) || !ReferenceEquals(other.Kernel, Kernel))
        {
            throw new InvalidOperationException($"{this} cannot stand still while {other} runs: the present one is {Kernel.CurrentProcessor}.");
        }

        Irql level = other._irql;
        SimSpinLock? held = other.LastHeldLock;
        Kernel.CurrentProcessor = other;
        try
        {
            action();
            if (other._irql != level || !ReferenceEquals(other.LastHeldLock, held))
            {
                other.ReportUnbalanced(level, action.Target ?? action);
            }
        }
        finally
        {
            other._irql = level;
            Kernel.CurrentProcessor = this;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal void SetIrql(Irql level) => _irql = level;

    /// <summary>Runs an expired timer here, or puts it off until the processor is free.</summary>
    internal void RunTimer(KernelTimer timer)
    {
        if (BusyUntil > Loop.Now)
        {
            timer.Set(BusyUntil);
            return;
        }

        Irql before = Begin(Irql.Dispatch);
        try
        {
            Trace(TraceKind.Timer, (ulong)timer.Id);
            ChargeDispatch(_costs?.PerTimer ?? 0);
            timer.CallTarget();
            VerifyBalanced(Irql.Dispatch, timer);
        }
        finally
        {
            End(before);
        }
    }

    /// <summary>Runs the first interrupt, DPC or passive work.</summary>
    protected internal override void RunHead()
    {
        _isDispatching = true;
        try
        {
            switch (HeadClass())
            {
                case EventClass.Isr:
                    RunInterrupt();
                    break;
                case EventClass.Dpc:
                    RunDpc();
                    break;
                default:
                    RunPassive();
                    break;
            }
        }
        finally
        {
            _isDispatching = false;
            Announce();
        }
    }

    private void RunInterrupt()
    {
        InterruptObject interrupt = TakeInterrupt();
        interrupt.Count++;
        Irql before = Begin(interrupt.Dirql);
        try
        {
            Trace(TraceKind.Interrupt, (ulong)interrupt.Message);
            ChargeDispatch(_costs?.PerIsr ?? 0);
            interrupt.Target.OnInterrupt(interrupt);
            VerifyBalanced(interrupt.Dirql, interrupt.Target);
        }
        finally
        {
            End(before);
        }
    }

    private void RunDpc()
    {
        Dpc dpc = TakeDpc();
        Irql before = Begin(Irql.Dispatch);
        try
        {
            Trace(TraceKind.Dpc, (ulong)dpc.Id);
            ChargeDispatch(_costs?.PerDpc ?? 0);
            dpc.Target.OnDpc(dpc);
            VerifyBalanced(Irql.Dispatch, dpc.Target);
        }
        finally
        {
            End(before);
        }
    }

    private void RunPassive()
    {
        PassiveWork work = TakePassive();
        Irql before = Begin(Irql.Passive);
        _watchdog.Rest();
        try
        {
            Trace(TraceKind.WorkItem, 0);
            ChargeDispatch(_costs?.PerWorkItem ?? 0);
            work.Run();
            VerifyBalanced(Irql.Passive, work);
        }
        finally
        {
            End(before);
        }
    }

    private Irql Begin(Irql level)
    {
        Irql before = _irql;
        Kernel.CurrentProcessor = this;
        _irql = level;
        _watchdog.Begin();
        return before;
    }

    private void End(Irql before)
    {
        _irql = before;
        Kernel.CurrentProcessor = Kernel.BootProcessor;
    }

    // What a routine raised or took it gives back before it returns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void VerifyBalanced(Irql level, object routine)
    {
        if (_irql != level || LastHeldLock is not null)
        {
            ReportUnbalanced(level, routine);
        }
    }

    private void Trace(TraceKind kind, ulong id)
    {
        if (Kernel.Trace is { } trace)
        {
            trace.Write(TraceEvent.At(Kernel, kind, Kernel.KernelComponent, arg0: id));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReportUnbalanced(Irql level, object routine)
    {
        string culprit = routine is KernelTimer timer ? timer.Description : routine.GetType().Name;
        if (LastHeldLock is { } held)
        {
            Kernel.Verifier?.Violation(VerifierRules.SpinLockBalanced, culprit, $"returned while it holds spin lock '{held.Name}'");
            return;
        }

        Kernel.Verifier?.Violation(VerifierRules.IrqlChangedByCallee, culprit, $"called at {level}, returned at {_irql}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReportRaisedDown(Irql level) =>
        Kernel.BugCheck(BugCheckCode.IrqlNotGreaterOrEqual, (ulong)_irql, (ulong)level, 0, 0, Name);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReportTooHigh(Irql max, string operation) =>
        Kernel.BugCheck(
            BugCheckCode.IrqlNotLessOrEqual, 0, (ulong)_irql, (ulong)max, 0, operation, $"{operation} at {_irql} on {Name}; legal up to {max}");
}
