namespace NetStackSim.TcpIp;

/// <summary>Packets and bytes of IP on one interface; plain counters, both families together.</summary>
public sealed class InterfaceStatistics
{
    internal long InPacketCount;
    internal long InByteCount;
    internal long OutPacketCount;
    internal long OutByteCount;

    /// <summary>IP packets received.</summary>
    public long InPackets => InPacketCount;

    /// <summary>Bytes of IP packets received.</summary>
    public long InBytes => InByteCount;

    /// <summary>IP packets sent.</summary>
    public long OutPackets => OutPacketCount;

    /// <summary>Bytes of IP packets sent.</summary>
    public long OutBytes => OutByteCount;
}
