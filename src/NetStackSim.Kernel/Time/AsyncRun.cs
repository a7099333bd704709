namespace NetStackSim.Kernel;

/// <summary>The user's async method that a Run call waits for.</summary>
internal sealed class AsyncRun(Func<Task> body)
{
    private Task? _task;

    public bool HasEnded => _task is { IsCompleted: true };

    public void Start() => _task = body();

    // Rethrows the exception of the task as it was thrown.
    public void ThrowIfFailed() => _task?.GetAwaiter().GetResult();
}
