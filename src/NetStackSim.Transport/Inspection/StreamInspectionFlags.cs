namespace NetStackSim.Transport;

/// <summary>What an indication of a stream is about (<c>FWPS_STREAM_FLAG_*</c>).</summary>
[Flags]
public enum StreamInspectionFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Bytes from the peer.</summary>
    Receive = 0x1,

    /// <summary>Urgent bytes from the peer.</summary>
    ReceiveExpedited = 0x2,

    /// <summary>The peer sends no more (FIN).</summary>
    ReceiveDisconnect = 0x4,

    /// <summary>The peer ended the connection (RST).</summary>
    ReceiveAbort = 0x8,

    /// <summary>Bytes for the peer.</summary>
    Send = 0x10000,

    /// <summary>Urgent bytes for the peer.</summary>
    SendExpedited = 0x20000,

    /// <summary>The client does not want the bytes to wait for more.</summary>
    SendNoDelay = 0x40000,

    /// <summary>The client sends no more (FIN after these bytes).</summary>
    SendDisconnect = 0x80000,

    /// <summary>The client ends the connection (RST).</summary>
    SendAbort = 0x100000,
}
