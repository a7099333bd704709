using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>One row of the table of shims.</summary>
/// <param name="Point">The stack's point.</param>
/// <param name="LayerV4">The engine's layer for IPv4.</param>
/// <param name="V6Distance">How far the run-time id of the IPv6 layer is from it: 2 in layers with discard twins, 1 in pairs, 0 in layers without a family.</param>
/// <param name="Metadata">The facts besides the fields that the layer may show, each where it applies.</param>
/// <param name="Create">Makes the shim.</param>
internal sealed record ShimEntry(InspectionLayer Point, LayerId LayerV4, int V6Distance, MetadataFields Metadata, Func<FilterPlatform, EngineLayer, Shim> Create);
