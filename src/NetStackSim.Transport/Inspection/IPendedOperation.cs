namespace NetStackSim.Transport;

/// <summary>
/// A bind, listen, connect, accept, redirection or closure that can wait for its verdict; offered by the stack in the context. One of the two members is called,
/// once; an operation whose endpoint was closed meanwhile is gone, and the call does nothing. IRQL at most Dispatch.
/// </summary>
public interface IPendedOperation
{
    /// <summary>Ends the wait with a decision; the stack goes on with, or refuses, the operation.</summary>
    /// <param name="verdict">Permit or Block.</param>
    void Complete(InspectionVerdict verdict);

    /// <summary>
    /// Ends the wait without a decision: the stack shows the operation once more and goes by that verdict. An accept has lost its packet: whoever wants it
    /// injects it, and it comes as a new one.
    /// </summary>
    void Resume();
}
