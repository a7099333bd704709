using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>
/// One operation that a filter may hold. It outlives its owner harmlessly: connections and requests are used again for others, and what comes for an operation
/// that was given up reaches nobody.
/// </summary>
internal sealed class PendedStep : IPendedOperation
{
    private IPendedStepOwner? _owner;
    private InspectionVerdict? _early;
    private bool _isAnswered;

    /// <inheritdoc/>
    public void Complete(InspectionVerdict verdict) => Answer(verdict);

    /// <inheritdoc/>
    public void Resume() => Answer(null);

    /// <summary>The operation waits from here on. An answer that came during the question is given now.</summary>
    internal void Wait(IPendedStepOwner owner)
    {
        if (_isAnswered)
        {
            Tell(owner, _early);
        }
        else
        {
            _owner = owner;
        }
    }

    /// <summary>Nobody waits any more.</summary>
    internal void Abandon() => _owner = null;

    private void Answer(InspectionVerdict? decision)
    {
        IPendedStepOwner? owner = _isAnswered ? null : _owner;
        _isAnswered = true;
        _early = decision;
        _owner = null;
        if (owner is not null)
        {
            Tell(owner, decision);
        }
    }

    private static void Tell(IPendedStepOwner owner, InspectionVerdict? decision)
    {
        if (decision is { } verdict)
        {
            owner.GoOn(verdict);
        }
        else
        {
            owner.AskAgain();
        }
    }
}
