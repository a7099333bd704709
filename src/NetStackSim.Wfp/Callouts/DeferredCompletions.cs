using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// Completions that come while a callout is being called: the stack has not heard yet that the operation waits, so they are carried out by a DPC
/// when the call, and whatever the stack does with its outcome, is over.
/// </summary>
internal sealed class DeferredCompletions : IDpcTarget
{
    private readonly CalloutVerifier _calls;
    private readonly Queue<Action> _waiting = new();
    private readonly Dpc? _dpc;

    internal DeferredCompletions(SimKernel? kernel, CalloutVerifier calls)
    {
        _calls = calls;
        _dpc = kernel is null ? null : new Dpc(kernel.BootProcessor, this);
    }

    /// <summary>Keeps a completion for later if a call is running.</summary>
    /// <returns>False when it has to be carried out at once.</returns>
    internal bool TryDefer(Action completion)
    {
        if (_dpc is null || !_calls.Call.IsRunning)
        {
            return false;
        }

        _waiting.Enqueue(completion);
        _dpc.Queue();
        return true;
    }

    /// <inheritdoc/>
    public void OnDpc(Dpc dpc)
    {
        while (_waiting.TryDequeue(out Action? completion))
        {
            completion();
        }
    }
}
