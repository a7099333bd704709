namespace NetStackSim.Ndis;

/// <summary>Second parameter of bug check 0x7C/0x25: what did not finish.</summary>
public enum NdisWatchdog : ulong
{
    /// <summary>A protocol's pause.</summary>
    ProtocolPause = 0x01,

    /// <summary>A protocol's network plug and play event.</summary>
    ProtocolNetPnPEvent = 0x02,

    /// <summary>A protocol's status handler.</summary>
    ProtocolStatus = 0x03,

    /// <summary>A protocol's unbind.</summary>
    ProtocolUnbind = 0x04,

    /// <summary>A filter's pause.</summary>
    FilterPause = 0x11,

    /// <summary>A filter's network plug and play event.</summary>
    FilterNetPnPEvent = 0x12,

    /// <summary>A filter's status handler.</summary>
    FilterStatus = 0x13,

    /// <summary>A filter's detach.</summary>
    FilterDetach = 0x14,

    /// <summary>A miniport's pause.</summary>
    MiniportPause = 0x21,

    /// <summary>A miniport's halt.</summary>
    MiniportHalt = 0x22,

    /// <summary>A miniport's OID request.</summary>
    MiniportOid = 0x23,

    /// <summary>A filter's OID request.</summary>
    FilterOid = 0x24,

    /// <summary>A miniport's idle notification.</summary>
    MiniportIdle = 0x25,

    /// <summary>A miniport's cancelled idle notification.</summary>
    CancelIdle = 0x26,
}
