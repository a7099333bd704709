using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// What the engine decided since it was made. Decisions are counted where a layer holds a filter: the stack does not ask at one that has none.
/// </summary>
/// <param name="Layers">The layers, by id.</param>
/// <param name="InboundV4">Connections that IPv4 peers opened.</param>
/// <param name="OutboundV4">Connections to IPv4 peers.</param>
/// <param name="InboundV6">Connections that IPv6 peers opened, with those of dual-mode endpoints.</param>
/// <param name="OutboundV6">Connections to IPv6 peers, with those of dual-mode endpoints.</param>
/// <param name="Reauthorizations">Flows that were authorised anew.</param>
[WindowsDdi("FWPM_STATISTICS0")]
public sealed record EngineStatistics(
    IReadOnlyList<LayerStatistics> Layers,
    ConnectionStatistics InboundV4,
    ConnectionStatistics OutboundV4,
    ConnectionStatistics InboundV6,
    ConnectionStatistics OutboundV6,
    ReauthorizationStatistics Reauthorizations);
