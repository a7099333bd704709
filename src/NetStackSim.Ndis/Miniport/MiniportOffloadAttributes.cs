namespace NetStackSim.Ndis;

/// <summary>Offloads of an adapter (NDIS_MINIPORT_ADAPTER_OFFLOAD_ATTRIBUTES).</summary>
public sealed class MiniportOffloadAttributes
{
    /// <summary>What is switched on when the adapter comes up.</summary>
    public OffloadCapabilities DefaultConfiguration { get; init; } = OffloadCapabilities.None;

    /// <summary>What the silicon can do whatever the settings are.</summary>
    public OffloadCapabilities HardwareCapabilities { get; init; } = OffloadCapabilities.None;
}
