namespace NetStackSim.Wfp;

/// <summary>One filter's weight.</summary>
/// <param name="FilterId">The filter.</param>
/// <param name="Layer">Its layer's symbol.</param>
/// <param name="WeightType">How the weight was given: <c>FWP_EMPTY</c> or <c>FWP_UINT8</c>.</param>
/// <param name="Computed">The effective weight that this library computes.</param>
/// <param name="Exported">The one that Windows computed; null when the export does not say.</param>
public sealed record WeightReportItem(ulong FilterId, string Layer, string WeightType, ulong Computed, ulong? Exported);
