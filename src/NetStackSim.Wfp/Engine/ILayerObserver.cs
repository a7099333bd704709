namespace NetStackSim.Wfp;

/// <summary>Hears of layers whose filters a commit changed: arms and disarms the stack's inspection points.</summary>
public interface ILayerObserver
{
    /// <summary>A commit swapped what the layer enforces.</summary>
    /// <param name="layer">The layer.</param>
    void OnLayerChanged(EngineLayer layer);
}
