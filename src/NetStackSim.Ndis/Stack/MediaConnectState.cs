namespace NetStackSim.Ndis;

/// <summary>NET_IF_MEDIA_CONNECT_STATE.</summary>
public enum MediaConnectState : uint
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>The link is up.</summary>
    Connected = 1,

    /// <summary>The link is down.</summary>
    Disconnected = 2,
}
