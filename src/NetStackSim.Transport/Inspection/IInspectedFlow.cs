namespace NetStackSim.Transport;

/// <summary>What a filter engine keeps on a flow; the stack only tells it when the flow is over.</summary>
public interface IInspectedFlow
{
    /// <summary>The flow ended: contexts that callouts left on it go back. Called once. IRQL at most Dispatch.</summary>
    void End();
}
