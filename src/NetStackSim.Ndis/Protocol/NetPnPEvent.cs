namespace NetStackSim.Ndis;

/// <summary>A network plug and play event on its way to a protocol (NET_PNP_EVENT_NOTIFICATION).</summary>
public sealed class NetPnPEvent
{
    internal NetPnPEvent(NetPnPEventCode code, PauseReason pauseReason = PauseReason.None)
    {
        Code = code;
        PauseReason = pauseReason;
    }

    /// <summary>What happens.</summary>
    public NetPnPEventCode Code { get; }

    /// <summary>For Pause: why.</summary>
    public PauseReason PauseReason { get; }

    /// <inheritdoc/>
    public override string ToString() => Code.ToString();
}
