namespace NetStackSim.Kernel;

/// <summary>Sees every drop as it happens. An observer changes nothing.</summary>
public interface IDropObserver
{
    /// <summary>Something was dropped.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="correlationId">Correlation id of what was dropped; 0 when unknown.</param>
    /// <param name="bytes">Its length; 0 when unknown.</param>
    /// <param name="filterId">The filter that decided it; 0 for none.</param>
    void OnDrop(in DropReason reason, ulong correlationId, int bytes, ulong filterId);
}
