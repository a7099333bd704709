namespace NetStackSim.Kernel;

/// <summary>The default: the outside is at rest when it has posted nothing. Right for everything that stays on the loop's own thread.</summary>
public sealed class InboxQuiescence : IQuiescence
{
    /// <summary>The one instance that is needed.</summary>
    public static InboxQuiescence Instance { get; } = new();

    /// <inheritdoc/>
    public bool WaitForQuiet(EventLoop loop) => true; // the loop itself looks into its inbox afterwards
}
