namespace NetStackSim.Transport;

/// <summary>A stream send that an inspector put into a connection; the client of the connection never sees it.</summary>
public abstract class InspectorSend : StreamSend
{
    /// <summary>The peer acknowledged the bytes, or the connection ended; memory may be reused. IRQL at most Dispatch.</summary>
    public abstract void Complete();
}
