namespace NetStackSim.Packets;

/// <summary>The order in which a system writes the options of a SYN: part of its fingerprint.</summary>
public enum TcpOptionLayout : byte
{
    /// <summary>mss, nop, wscale, nop, nop, sackOK; with timestamps mss, nop, wscale, sackOK, TS. FreeBSD's order with timestamps too.</summary>
    Windows = 0,

    /// <summary>mss, sackOK, TS, nop, wscale.</summary>
    Linux = 1,
}
