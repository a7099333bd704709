namespace NetStackSim.Ndis;

/// <summary>Why an adapter woke the system (NDIS_PM_WAKE_REASON_TYPE).</summary>
public enum WakeReasonType : uint
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>A packet.</summary>
    Packet = 1,

    /// <summary>The cable was pulled.</summary>
    MediaDisconnect = 2,

    /// <summary>The cable was plugged in.</summary>
    MediaConnect = 3,
}
