namespace NetStackSim.Ndis;

/// <summary>The state of the link (NDIS_LINK_STATE).</summary>
public sealed record LinkState
{
    /// <summary>A speed that is not known.</summary>
    public const ulong UnknownSpeed = ulong.MaxValue;

    /// <summary>Up or down.</summary>
    public MediaConnectState MediaConnectState { get; init; } = MediaConnectState.Connected;

    /// <summary>Half or full duplex.</summary>
    public MediaDuplexState MediaDuplexState { get; init; } = MediaDuplexState.Full;

    /// <summary>Transmit speed, bit/s.</summary>
    public ulong XmitLinkSpeed { get; init; } = 1_000_000_000;

    /// <summary>Receive speed, bit/s.</summary>
    public ulong RcvLinkSpeed { get; init; } = 1_000_000_000;

    /// <summary>Flow control.</summary>
    public PauseFunctions PauseFunctions { get; init; } = PauseFunctions.Unsupported;

    /// <summary>What was negotiated: transmit speed 1, receive speed 2, duplex 4, pause 8.</summary>
    public uint AutoNegotiationFlags { get; init; }

    /// <summary>True unless the link is known to be down.</summary>
    public bool IsUp => MediaConnectState != MediaConnectState.Disconnected;
}
