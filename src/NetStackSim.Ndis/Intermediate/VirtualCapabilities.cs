namespace NetStackSim.Ndis;

/// <summary>What a virtual miniport can do, computed from the adapters below it.</summary>
internal sealed record VirtualCapabilities
{
    public required int MtuSize { get; init; }

    public required LinkState LinkState { get; init; }

    public required ulong MaxXmitLinkSpeed { get; init; }

    public required ulong MaxRcvLinkSpeed { get; init; }

    public required MacOptions MacOptions { get; init; }

    public required PacketFilter SupportedPacketFilters { get; init; }

    public required int MaxMulticastListSize { get; init; }

    public required int DataBackFillSize { get; init; }

    public required int ContextBackFillSize { get; init; }

    public required OffloadCapabilities Offloads { get; init; }

    public required OffloadCapabilities HardwareOffloads { get; init; }

    public required ReceiveScaleCapabilities? ReceiveScale { get; init; }

    /// <summary>The capabilities of one adapter as they are.</summary>
    public static VirtualCapabilities Of(AdapterAttributes lower) => new()
    {
        MtuSize = lower.MtuSize,
        LinkState = lower.LinkState,
        MaxXmitLinkSpeed = lower.MaxXmitLinkSpeed,
        MaxRcvLinkSpeed = lower.MaxRcvLinkSpeed,
        MacOptions = lower.MacOptions,
        SupportedPacketFilters = lower.SupportedPacketFilters,
        MaxMulticastListSize = lower.MaxMulticastListSize,
        DataBackFillSize = lower.DataBackFillSize,
        ContextBackFillSize = lower.ContextBackFillSize,
        Offloads = lower.Offloads,
        HardwareOffloads = lower.HardwareOffloads,
        ReceiveScale = lower.ReceiveScaleCapabilities,
    };
}
