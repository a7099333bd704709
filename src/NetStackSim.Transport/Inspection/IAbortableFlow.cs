namespace NetStackSim.Transport;

/// <summary>A flow that the filter engine may end; implemented by the stack.</summary>
public interface IAbortableFlow
{
    /// <summary>Ends the flow: a connection is reset, another flow is forgotten. IRQL at most Dispatch.</summary>
    void AbortFlow();
}
