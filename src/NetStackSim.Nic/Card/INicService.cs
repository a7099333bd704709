namespace NetStackSim.Nic;

/// <summary>What the interrupt of a card serves.</summary>
internal interface INicService
{
    /// <summary>Frames and completions that wait, for moderation.</summary>
    int PendingWork { get; }

    /// <summary>Does the work of one DPC, at DISPATCH_LEVEL.</summary>
    /// <returns>True when work is left that the throttle forbids: the DPC is queued again with the interrupt still masked.</returns>
    bool Serve();
}
