using NetStackSim.Kernel;

namespace NetStackSim;

/// <summary>A wait of .NET code for something that the loop will do, with a token to give it up. Reusable; allocates nothing when there is no token. Loop thread only.</summary>
internal class LoopWait<T>(EventLoop loop) : LoopCompletion<T>(loop)
{
    private static readonly SendOrPostCallback CancelCallback = static state => ((LoopWait<T>)state!).CancelIfMeant();

    private readonly EventLoop _loop = loop;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;

    /// <summary>True while somebody waits.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Begins a wait.</summary>
    /// <exception cref="InvalidOperationException">The one before has not been taken.</exception>
    public ValueTask<T> Begin(CancellationToken cancellationToken)
    {
        if (IsWaiting || IsCompleted)
        {
            throw new InvalidOperationException("The same operation is pending already.");
        }

        IsWaiting = true;
        if (cancellationToken.CanBeCanceled)
        {
            _token = cancellationToken;
            _registration = cancellationToken.UnsafeRegister(static self => ((LoopWait<T>)self!).PostCancel(), this);
        }

        return Task;
    }

    /// <summary>Ends the wait with a result.</summary>
    public void End(T result)
    {
        IsWaiting = false;
        Complete(result);
    }

    /// <summary>Ends the wait with an exception.</summary>
    public void EndWith(Exception error)
    {
        IsWaiting = false;
        Fail(error);
    }

    /// <summary>The token of the present wait; none when nobody waits with one.</summary>
    protected CancellationToken Token => _token;

    /// <summary>The token was cancelled while somebody waits.</summary>
    protected virtual void OnCanceled() => EndWith(new OperationCanceledException(_token));

    protected override void OnResultTaken()
    {
        _registration.Unregister();
        _registration = default;
        _token = default;
        Reset();
    }

    // The token may be cancelled on any thread.
    private void PostCancel() => _loop.Post(CancelCallback, this);

    private void CancelIfMeant()
    {
        // The post may come late, when another wait with another token has begun.
        if (IsWaiting && _token.IsCancellationRequested)
        {
            OnCanceled();
        }
    }
}
