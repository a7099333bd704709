namespace NetStackSim.Kernel;

/// <summary>Brings continuations of async user code back to the loop as events of class User. Installed while user code runs.</summary>
public sealed class SimSynchronizationContext : SynchronizationContext
{
    private readonly EventLoop _loop;

    internal SimSynchronizationContext(EventLoop loop) => _loop = loop;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _loop.Post(d, state);

    /// <summary>Runs the callback at once when called on the loop's thread.</summary>
    /// <param name="d">The callback.</param>
    /// <param name="state">Handed to it.</param>
    /// <exception cref="NotSupportedException">Called from a foreign thread, which would have to block.</exception>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!_loop.IsLoopThread)
        {
            throw new NotSupportedException("A foreign thread may only post to the loop.");
        }

        d(state);
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}
