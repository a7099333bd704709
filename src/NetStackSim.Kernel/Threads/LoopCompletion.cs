using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace NetStackSim.Kernel;

/// <summary>The completing side of a <see cref="ValueTask{T}"/> whose continuation never leaves the loop and never runs inside the call that completes it.</summary>
/// <remarks>
/// The continuation goes to the synchronization context of whoever awaits, or, when there was none (also after <c>ConfigureAwait(false)</c>), to the loop as an
/// event of class User. One awaiter; reusable after <see cref="Reset"/>. Loop thread only; completing is legal at any IRQL up to Dispatch.
/// </remarks>
/// <typeparam name="T">Type of the result.</typeparam>
public class LoopCompletion<T> : IValueTaskSource<T>, IValueTaskSource
{
    private readonly EventLoop _loop;
    private Action<object?>? _continuation;
    private object? _state;
    private SynchronizationContext? _context;
    private ExecutionContext? _executionContext;
    private ExceptionDispatchInfo? _error;
    private T _result = default!;
    private short _version;

    /// <summary>Makes one that is not completed.</summary>
    /// <param name="loop">The loop that continuations stay on.</param>
    public LoopCompletion(EventLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _loop = loop;
    }

    /// <summary>True from completion to <see cref="Reset"/>.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>What the caller awaits; once.</summary>
    public ValueTask<T> Task => new(this, _version);

    /// <summary>What the caller awaits when the result does not matter; once.</summary>
    public ValueTask UntypedTask => new(this, _version);

    /// <summary>Completes with a result.</summary>
    /// <param name="result">The result.</param>
    public void Complete(T result)
    {
        Debug.Assert(!IsCompleted, "completed twice");
        _result = result;
        Signal();
    }

    /// <summary>Completes with an exception.</summary>
    /// <param name="error">The exception that the awaiter will see.</param>
    public void Fail(Exception error)
    {
        Debug.Assert(!IsCompleted, "completed twice");
        _error = ExceptionDispatchInfo.Capture(error);
        Signal();
    }

    /// <summary>Makes it ready for another use; earlier tasks become invalid.</summary>
    public void Reset()
    {
        _version++;
        IsCompleted = false;
        _continuation = null;
        _state = null;
        _context = null;
        _executionContext = null;
        _error = null;
        _result = default!;
    }

    /// <inheritdoc/>
    T IValueTaskSource<T>.GetResult(short token) => TakeResult(token);

    /// <inheritdoc/>
    void IValueTaskSource.GetResult(short token) => TakeResult(token);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token)
    {
        RequireCurrent(token);
        return !IsCompleted ? ValueTaskSourceStatus.Pending
            : _error is null ? ValueTaskSourceStatus.Succeeded
            : ValueTaskSourceStatus.Faulted;
    }

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        RequireCurrent(token);
        if (_continuation is not null)
        {
            throw new InvalidOperationException("The operation is awaited twice.");
        }

        _continuation = continuation;
        _state = state;
        _context = (flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0 ? SynchronizationContext.Current : null;
        _executionContext = (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0 ? ExecutionContext.Capture() : null;
        if (IsCompleted)
        {
            Continue();
        }
    }

    /// <summary>Called when the awaiter has taken the result; a pooled completion goes back to its pool here.</summary>
    protected virtual void OnResultTaken()
    {
    }

    private T TakeResult(short token)
    {
        RequireCurrent(token);
        if (!IsCompleted)
        {
            throw new InvalidOperationException("The operation has not completed: blocking on it would stop the loop.");
        }

        T result = _result;
        ExceptionDispatchInfo? error = _error;
        OnResultTaken();
        error?.Throw();
        return result;
    }

    private void RequireCurrent(short token)
    {
        if (token != _version)
        {
            throw new InvalidOperationException("The task belongs to an earlier operation: a ValueTask is awaited once.");
        }
    }

    private void Signal()
    {
        IsCompleted = true;
        if (_continuation is not null)
        {
            Continue();
        }
    }

    private void Continue()
    {
        SendOrPostCallback callback = static self => ((LoopCompletion<T>)self!).Resume();
        if (_context is { } context)
        {
            context.Post(callback, this);
        }
        else
        {
            _loop.Post(callback, this);
        }
    }

    private void Resume()
    {
        Action<object?> continuation = _continuation!;
        object? state = _state;
        if (_executionContext is { } context)
        {
            ExecutionContext.Run(context, new ContextCallback(continuation), state);
        }
        else
        {
            continuation(state);
        }
    }
}
