namespace NetStackSim.Kernel;

/// <summary>Receives the run of a <see cref="Dpc"/>.</summary>
[WindowsDdi("KDEFERRED_ROUTINE")]
public interface IDpcTarget
{
    /// <summary>The DPC runs at <see cref="Irql.Dispatch"/> on its processor. It is no longer queued and may be queued again.</summary>
    /// <param name="dpc">The DPC.</param>
    void OnDpc(Dpc dpc);
}
