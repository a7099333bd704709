namespace NetStackSim.Kernel;

/// <summary>Receives an asynchronous procedure call in the context of a simulated thread.</summary>
public interface IApcTarget
{
    /// <summary>The APC is delivered: a kernel APC at <see cref="Irql.Apc"/>, a user APC at <see cref="Irql.Passive"/>.</summary>
    /// <param name="thread">The thread; it is the current one.</param>
    /// <param name="id">The number given when it was queued.</param>
    void OnApc(SimThread thread, int id);
}
