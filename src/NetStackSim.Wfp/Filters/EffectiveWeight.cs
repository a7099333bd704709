namespace NetStackSim.Wfp;

/// <summary>From the weight that a filter was given to the one that orders it.</summary>
public static class EffectiveWeight
{
    /// <summary>Bits of the automatic part (<c>FWPM_AUTO_WEIGHT_BITS</c>).</summary>
    public const int AutoBits = 60;

    /// <summary>The largest range index (<c>FWPM_WEIGHT_RANGE_MAX</c>).</summary>
    public const int MaxRange = 15;

    /// <summary>True for an absolute weight, a range index 0..15, or no weight.</summary>
    /// <param name="weight">The weight as given.</param>
    /// <returns>False for anything else.</returns>
    public static bool IsValid(FwpValue weight) => weight.Type switch
    {
        FwpDataType.Empty or FwpDataType.UInt64 => true,
        FwpDataType.UInt8 => weight.Number <= MaxRange,
        _ => false,
    };

    /// <summary>Computes the effective weight.</summary>
    /// <param name="layer">The filter's layer.</param>
    /// <param name="weight">The weight as given, valid.</param>
    /// <param name="conditions">The filter's conditions.</param>
    /// <param name="automatic">The rule for the automatic part.</param>
    /// <returns>The weight.</returns>
    public static ulong Of(LayerSchema layer, FwpValue weight, IReadOnlyList<FilterCondition> conditions, IAutoWeight automatic) =>
        weight.Type switch
        {
            FwpDataType.UInt64 => weight.Number,
            FwpDataType.UInt8 => (weight.Number << AutoBits) | automatic.Compute(layer, conditions),
            _ => automatic.Compute(layer, conditions),
        };
}
