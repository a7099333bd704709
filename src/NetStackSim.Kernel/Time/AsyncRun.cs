namespace NetStackSim.Kernel;

/// <summary>The user's async method that a Run call waits for.</summary>
internal sealed class AsyncRun(Func<Task> body, IPacer? pacer)
{
    private Task? _task;

    public bool HasEnded => _task is { IsCompleted: true };

    public void Start()
    {
        _task = body();
        if (pacer is not null)
        {
            // The task may end on a foreign thread while the loop waits in real time.
            _task.ContinueWith(
                static (_, state) => ((IPacer)state!).Wake(), pacer, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    // Rethrows the exception of the task as it was thrown.
    public void ThrowIfFailed() => _task!.GetAwaiter().GetResult();
}
