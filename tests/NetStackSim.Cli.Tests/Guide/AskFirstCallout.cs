using NetStackSim.Wfp;

namespace NetStackSim.Cli.Tests.Guide;

/// <summary>Holds connects until somebody answered; excerpts are in the guide.</summary>
internal sealed class AskFirstCallout : ICallout
{
    private readonly Queue<CompletionHandle> _waiting = new();
    private bool _isAllowed;

    /// <summary>Connects that wait.</summary>
    internal int Waiting => _waiting.Count;

    // classifyFn at ALE_AUTH_CONNECT
    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        if (metadata.CompletionHandle is { CanPend: true } handle && handle.Pend(metadata).IsSuccess)   // FwpsPendOperation0
        {
            _waiting.Enqueue(handle);
            output.BlockAndAbsorb();
            return;
        }

        // Classified again after Complete, with IS_REAUTHORIZE and the reason CLASSIFY_COMPLETION: this time decide.
        if (_isAllowed)
        {
            output.Permit(filter);
        }
        else
        {
            output.Block();
        }
    }

    // from a work item, a timer, another thread of the host
    internal void Answer(bool isAllowed)
    {
        _isAllowed = isAllowed;
        _waiting.Dequeue().Complete();   // FwpsCompleteOperation0: exactly once
    }
}
