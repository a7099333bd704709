namespace NetStackSim.Transport;

/// <summary>A bind, listen, connect or accept that can wait for its verdict; offered by the stack in the context.</summary>
public interface IPendedOperation
{
    /// <summary>Ends the wait; the stack goes on with, or refuses, the operation.</summary>
    /// <param name="verdict">Permit or Block.</param>
    void Complete(InspectionVerdict verdict);
}
