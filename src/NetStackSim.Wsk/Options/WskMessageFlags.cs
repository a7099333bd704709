namespace NetStackSim.Wsk;

/// <summary>Flags of a received datagram (<c>MSG_*</c>, Windows' values).</summary>
[Flags]
public enum WskMessageFlags : uint
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary><c>MSG_TRUNC</c>: the datagram was longer than the buffer; the rest is lost.</summary>
    Truncated = 0x100,

    /// <summary><c>MSG_CTRUNC</c>: control information was lost. Not set here: <see cref="WskAddressBuffer"/> holds all of it.</summary>
    ControlTruncated = 0x200,

    /// <summary><c>MSG_BCAST</c>: a broadcast datagram.</summary>
    Broadcast = 0x400,

    /// <summary><c>MSG_MCAST</c>: a multicast datagram.</summary>
    Multicast = 0x800,
}
