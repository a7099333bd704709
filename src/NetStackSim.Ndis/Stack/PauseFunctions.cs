namespace NetStackSim.Ndis;

/// <summary>Ethernet flow control (NDIS_SUPPORTED_PAUSE_FUNCTIONS).</summary>
public enum PauseFunctions : uint
{
    /// <summary>None.</summary>
    Unsupported = 0,

    /// <summary>Sends pause frames.</summary>
    SendOnly = 1,

    /// <summary>Obeys pause frames.</summary>
    ReceiveOnly = 2,

    /// <summary>Both.</summary>
    SendAndReceive = 3,

    /// <summary>Not known.</summary>
    Unknown = 4,
}
