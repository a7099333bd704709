namespace NetStackSim.Wfp;

/// <summary>How the automatic part of a filter's weight follows from its conditions.</summary>
public interface IAutoWeight
{
    /// <summary>Computes the automatic part.</summary>
    /// <param name="layer">The filter's layer.</param>
    /// <param name="conditions">The filter's conditions, valid for the layer.</param>
    /// <returns>A number below 2^60; a more specific filter gets a larger one.</returns>
    ulong Compute(LayerSchema layer, IReadOnlyList<FilterCondition> conditions);
}
