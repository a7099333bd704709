namespace NetStackSim.Wfp;

/// <summary>What a callout may ask of the life of a flow (<c>FWP_CLASSIFY_OPTION_TYPE</c>, Windows' numbers).</summary>
public enum ClassifyOption
{
    /// <summary>Replies to an outbound multicast or broadcast: 0 anybody on the link may, 1 each is authorised, 2 anybody may.</summary>
    MulticastState = 0,

    /// <summary>1: replies from another address than the one that was asked belong to the flow.</summary>
    LooseSourceMapping = 1,

    /// <summary>Seconds of silence after which a unicast flow ends.</summary>
    UnicastLifetime = 2,

    /// <summary>Seconds of silence after which an outbound multicast or broadcast flow ends.</summary>
    MulticastBroadcastLifetime = 3,

    /// <summary>Security flags of a secure socket.</summary>
    SecureSocketSecurityFlags = 4,

    /// <summary>Main mode policy of a secure socket.</summary>
    SecureSocketMainModePolicy = 5,

    /// <summary>Quick mode policy of a secure socket.</summary>
    SecureSocketQuickModePolicy = 6,

    /// <summary>1: the flow stays on the host.</summary>
    LocalOnlyMapping = 7,
}
