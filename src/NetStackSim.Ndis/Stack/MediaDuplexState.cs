namespace NetStackSim.Ndis;

/// <summary>NET_IF_MEDIA_DUPLEX_STATE.</summary>
public enum MediaDuplexState : uint
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>One direction at a time.</summary>
    Half = 1,

    /// <summary>Both directions.</summary>
    Full = 2,
}
