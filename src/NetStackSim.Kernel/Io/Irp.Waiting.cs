namespace NetStackSim.Kernel;

/// <content>The waiting pattern: an event in the completion routine, as a <see cref="ValueTask{TResult}"/>.</content>
public sealed partial class Irp
{
    private static readonly IrpCompletionRoutine SignalRoutine = static (irp, _) => irp.Signal();
    private static readonly SendOrPostCallback CancelCallback = static state => ((Irp)state!).CancelWait();
    private static readonly Action<object?> TokenCallback = static state => ((Irp)state!).PostCancelWait();

    private IrpWait? _wait;
    private bool _isWaitArmed;
    private CancellationToken _waitToken;
    private CancellationTokenRegistration _waitRegistration;

    /// <summary>
    /// Prepares the IRP for a call whose end is awaited: sets a completion routine that signals the waiter and keeps the IRP. Follow it with the call and
    /// <see cref="WaitAsync(NtStatus)"/>.
    /// </summary>
    /// <remarks>Allocates nothing after the first time. IRQL: Passive, because the wait that follows is.</remarks>
    [RequiresIrql(Max = Irql.Passive)]
    public void PrepareWait()
    {
        _manager.Checks?.BeforeWait(this, "Irp.PrepareWait");
        ArmWait();
        SetCompletionRoutine(SignalRoutine, null);
    }

    /// <summary>Waits for the IRP if the call returned <see cref="NtStatus.Pending"/>; else the result is there already.</summary>
    /// <remarks>
    /// KeWaitForSingleObject on the event of the completion routine. IRQL: Passive. The task may be awaited once; the continuation goes to the context of
    /// who awaits, never inside the completion. Afterwards the caller holds the IRP and frees or reuses it.
    /// </remarks>
    /// <param name="callStatus">What the call returned.</param>
    [WindowsDdi("KeWaitForSingleObject")]
    [RequiresIrql(Max = Irql.Passive)]
    public ValueTask<IoStatusBlock> WaitAsync(NtStatus callStatus)
    {
        if (!_isWaitArmed)
        {
            throw new InvalidOperationException($"{Describe()}: call PrepareWait before the request, and wait once.");
        }

        if (callStatus != NtStatus.Pending)
        {
            return WaitSynchronous(callStatus);
        }

        _manager.Checks?.BeforeWaitForPending(this);
        _manager.Kernel.AssertMayWait("KeWaitForSingleObject", -1);
        return _wait!.Task;
    }

    /// <summary>As <see cref="WaitAsync(NtStatus)"/>; cancels the IRP when <paramref name="cancellation"/> is cancelled.</summary>
    /// <remarks>The wait ends when the driver completes the IRP, with <see cref="NtStatus.Cancelled"/> or with success if the operation won the race.</remarks>
    /// <param name="callStatus">What the call returned.</param>
    /// <param name="cancellation">Asks for <see cref="CancelIrp"/>; may be cancelled on any thread.</param>
    [WindowsDdi("KeWaitForSingleObject")]
    [RequiresIrql(Max = Irql.Passive)]
    public ValueTask<IoStatusBlock> WaitAsync(NtStatus callStatus, CancellationToken cancellation)
    {
        ValueTask<IoStatusBlock> wait = WaitAsync(callStatus);
        if (cancellation.CanBeCanceled && callStatus == NtStatus.Pending && !_wait!.IsCompleted)
        {
            _waitToken = cancellation;
            _waitRegistration = cancellation.UnsafeRegister(TokenCallback, this);
        }

        return wait;
    }

    /// <summary>Makes the wait ready. A request of the I/O manager has no routine: the end of the walk signals it.</summary>
    internal void ArmWait()
    {
        _wait ??= new IrpWait(this);
        if (_wait.IsCompleted)
        {
            _wait.Reset();
        }

        _isWaitArmed = true;
    }

    internal NtStatus Signal()
    {
        _wait!.Complete(IoStatus);
        return NtStatus.MoreProcessingRequired;
    }

    /// <summary>The result has been handed over by value; a request of the I/O manager is given back.</summary>
    internal void EndWait()
    {
        _wait!.Reset();
        _isWaitArmed = false;
        _waitRegistration.Unregister();
        _waitRegistration = default;
        _waitToken = default;
        if (Origin == IrpOrigin.Manager)
        {
            Free();
        }
    }

    private ValueTask<IoStatusBlock> WaitSynchronous(NtStatus callStatus)
    {
        // Rule 7: a call that did not return PENDING has completed the IRP already, with that very status.
        if (!_wait!.IsCompleted)
        {
            _manager.Violation(IrpRules.SynchronousCompletion, this, $"The call returned {callStatus} and has not completed the IRP.");
            return _wait.Task;
        }

        IoStatusBlock result = IoStatus;
        EndWait();
        return new ValueTask<IoStatusBlock>(result);
    }

    private void PostCancelWait() => _manager.Kernel.Loop.Post(CancelCallback, this);

    private void CancelWait()
    {
        // The post may come late, when the IRP is awaited by somebody else: that wait's own token says whether it is meant.
        if (_state == IrpState.InFlight && _isWaitArmed && _waitToken.IsCancellationRequested)
        {
            CancelIrp();
        }
    }
}
