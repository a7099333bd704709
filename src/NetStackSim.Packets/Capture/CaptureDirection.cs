namespace NetStackSim.Packets.Capture;

/// <summary>Which way a packet passed a capture point; the values of the direction bits in pcapng.</summary>
public enum CaptureDirection : byte
{
    /// <summary>Not recorded.</summary>
    Unknown = 0,

    /// <summary>Towards the host: receive.</summary>
    Inbound = 1,

    /// <summary>Away from the host: send.</summary>
    Outbound = 2,
}
