using NetStackSim.Kernel;

namespace NetStackSim;

/// <summary>Runs asynchronous code on a loop for a caller on another thread.</summary>
internal static class LoopCall
{
    /// <summary>Posts the call and returns its result on the caller's side; continuations of the caller never run on the loop.</summary>
    public static Task<T> RunAsync<T>(EventLoop loop, Func<ValueTask<T>> call)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(_ => Forward(call, result), null);
        return result.Task;
    }

    private static async void Forward<T>(Func<ValueTask<T>> call, TaskCompletionSource<T> result)
    {
        try
        {
            result.SetResult(await call());
        }
        catch (OperationCanceledException canceled)
        {
            result.SetCanceled(canceled.CancellationToken);
        }
#pragma warning disable CA1031 // The exception belongs to the caller on the other thread.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            result.SetException(failure);
        }
    }
}
