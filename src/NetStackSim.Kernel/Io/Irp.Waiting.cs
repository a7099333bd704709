using System.Threading.Tasks.Sources;

namespace NetStackSim.Kernel;

/// <content>The waiting pattern: an event in the completion routine, as a <see cref="ValueTask{TResult}"/>.</content>
public sealed partial class Irp : IValueTaskSource<IoStatusBlock>
{
    private static readonly IrpCompletionRoutine SignalRoutine = static (irp, _) => irp.Signal();
    private static readonly SendOrPostCallback ResumeCallback = static state => ((Irp)state!).Resume();
    private static readonly SendOrPostCallback CancelCallback = static state => ((Irp)state!).CancelWait();
    private static readonly Action<object?> TokenCallback = static state => ((Irp)state!).PostCancelWait();

    private short _waitVersion;
    private WaitPhase _waitPhase;
    private Action<object?>? _continuation;
    private object? _continuationState;
    private ExecutionContext? _continuationContext;
    private CancellationToken _waitToken;
    private CancellationTokenRegistration _waitRegistration;

    private enum WaitPhase : byte
    {
        None = 0,
        Armed,
        Waiting,
        Signalled,
    }

    /// <summary>
    /// Prepares the IRP for a call whose end is awaited: sets a completion routine that signals the waiter and keeps the IRP. Follow it with the call and
    /// <see cref="WaitAsync(NtStatus)"/>.
    /// </summary>
    /// <remarks>Allocates nothing. IRQL: Passive, because the wait that follows is.</remarks>
    public void PrepareWait()
    {
        _manager.Checks?.BeforeWait(this, "Irp.PrepareWait");
        ArmManagerWait();
        SetCompletionRoutine(SignalRoutine, null);
    }

    /// <summary>Waits for the IRP if the call returned <see cref="NtStatus.Pending"/>; else the result is there already.</summary>
    /// <remarks>
    /// KeWaitForSingleObject on the event of the completion routine. IRQL: Passive. The task may be awaited once; the continuation runs as user code of
    /// the loop, never inside the completion. Afterwards the caller holds the IRP and frees or reuses it.
    /// </remarks>
    /// <param name="callStatus">What the call returned.</param>
    public ValueTask<IoStatusBlock> WaitAsync(NtStatus callStatus)
    {
        if (callStatus != NtStatus.Pending)
        {
            return WaitSynchronous(callStatus);
        }

        _manager.Checks?.BeforeWait(this, "KeWaitForSingleObject");
        if (_waitPhase is WaitPhase.None or WaitPhase.Waiting)
        {
            throw new InvalidOperationException($"{Describe()}: call PrepareWait before the request, and wait once.");
        }

        return new ValueTask<IoStatusBlock>(this, _waitVersion);
    }

    /// <summary>As <see cref="WaitAsync(NtStatus)"/>; cancels the IRP when <paramref name="cancellation"/> is cancelled.</summary>
    /// <remarks>The wait ends when the driver completes the IRP, with <see cref="NtStatus.Cancelled"/> or with success if the operation won the race.</remarks>
    /// <param name="callStatus">What the call returned.</param>
    /// <param name="cancellation">Asks for <see cref="CancelIrp"/>; may be cancelled on any thread.</param>
    public ValueTask<IoStatusBlock> WaitAsync(NtStatus callStatus, CancellationToken cancellation)
    {
        ValueTask<IoStatusBlock> wait = WaitAsync(callStatus);
        if (cancellation.CanBeCanceled && callStatus == NtStatus.Pending && _waitPhase == WaitPhase.Armed)
        {
            _waitToken = cancellation;
            _waitRegistration = cancellation.UnsafeRegister(TokenCallback, this);
        }

        return wait;
    }

    /// <inheritdoc/>
    IoStatusBlock IValueTaskSource<IoStatusBlock>.GetResult(short token)
    {
        CheckToken(token);
        if (_waitPhase != WaitPhase.Signalled)
        {
            throw new InvalidOperationException($"{Describe()}: the wait has not ended; a simulation cannot block on it.");
        }

        _waitPhase = WaitPhase.None;
        _waitVersion++;
        _waitRegistration.Unregister();
        _waitRegistration = default;
        _waitToken = default;
        return TakeResult();
    }

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource<IoStatusBlock>.GetStatus(short token)
    {
        CheckToken(token);
        return _waitPhase == WaitPhase.Signalled ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    /// <inheritdoc/>
    void IValueTaskSource<IoStatusBlock>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        CheckToken(token);
        _continuation = continuation;
        _continuationState = state;
        _continuationContext = (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0 ? ExecutionContext.Capture() : null;
        if (_waitPhase == WaitPhase.Signalled)
        {
            _manager.Kernel.Loop.Post(ResumeCallback, this);
            return;
        }

        _waitPhase = WaitPhase.Waiting;
    }

    /// <summary>The wait of a request of the I/O manager, which has no routine: the end of the walk signals it.</summary>
    internal void ArmManagerWait()
    {
        _waitPhase = WaitPhase.Armed;
        _waitVersion++;
    }

    internal NtStatus Signal()
    {
        bool waiting = _waitPhase == WaitPhase.Waiting;
        _waitPhase = WaitPhase.Signalled;
        if (waiting)
        {
            _manager.Kernel.Loop.Post(ResumeCallback, this);
        }

        return NtStatus.MoreProcessingRequired;
    }

    private ValueTask<IoStatusBlock> WaitSynchronous(NtStatus callStatus)
    {
        // Rule 7: a call that did not return PENDING has completed the IRP already, with that very status.
        if (_waitPhase != WaitPhase.Signalled)
        {
            _manager.Violation(IrpRules.SynchronousCompletion, this, $"The call returned {callStatus} and has not completed the IRP.");
        }

        _waitPhase = WaitPhase.None;
        return new ValueTask<IoStatusBlock>(TakeResult());
    }

    /// <summary>The result by value; a request of the I/O manager is given back with it.</summary>
    private IoStatusBlock TakeResult()
    {
        IoStatusBlock result = IoStatus;
        if (Origin == IrpOrigin.Manager)
        {
            Free();
        }

        return result;
    }

    private void Resume()
    {
        Action<object?> continuation = _continuation!;
        object? state = _continuationState;
        ExecutionContext? context = _continuationContext;
        _continuation = null;
        _continuationState = null;
        _continuationContext = null;
        if (context is null)
        {
            continuation(state);
            return;
        }

        ExecutionContext.Run(context, new ContextCallback(continuation), state);
    }

    private void PostCancelWait() => _manager.Kernel.Loop.Post(CancelCallback, this);

    private void CancelWait()
    {
        // The post may come late, when the IRP is awaited by somebody else: that wait's own token says whether it is meant.
        if (_state == IrpState.InFlight && _waitPhase is WaitPhase.Armed or WaitPhase.Waiting && _waitToken.IsCancellationRequested)
        {
            CancelIrp();
        }
    }

    private void CheckToken(short token)
    {
        if (token != _waitVersion)
        {
            throw new InvalidOperationException("The wait for an IRP may be awaited only once.");
        }
    }
}
