namespace NetStackSim.Ndis;

/// <summary>Slot 17 on receive: UDP datagrams that the NIC joined (URO, NDIS 6.84).</summary>
public readonly record struct UdpCoalesceInfo
{
    /// <summary>Reads a slot value: SegCount:16, SegSize:16.</summary>
    public UdpCoalesceInfo(ulong value) => Value = value;

    /// <summary>Makes a value.</summary>
    public UdpCoalesceInfo(int segmentCount, int segmentSize) => Value = (ushort)segmentCount | ((ulong)(ushort)segmentSize << 16);

    /// <summary>The slot value.</summary>
    public ulong Value { get; }

    /// <summary>Datagrams in the unit; 0 when the frame is as it was on the wire.</summary>
    public int SegmentCount => (ushort)Value;

    /// <summary>Payload bytes of every datagram but the last.</summary>
    public int SegmentSize => (ushort)(Value >> 16);
}
