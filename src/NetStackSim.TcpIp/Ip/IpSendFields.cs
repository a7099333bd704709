namespace NetStackSim.TcpIp;

/// <summary>The fields of an outgoing header that are not in the template of the path.</summary>
internal ref struct IpSendFields
{
    /// <summary>Bytes of the packet with its header; 0 for a large send, whose pieces get their length from the NIC.</summary>
    internal int PacketLength;

    internal byte Protocol;
    internal byte HopLimit;
    internal byte TrafficClass;

    /// <summary>IPv4 only.</summary>
    internal bool DontFragment;

    /// <summary>IPv4 identification.</summary>
    internal ushort Identification;

    /// <summary>IPv4: flags and offset of a fragment as on the wire; 0 for a whole packet.</summary>
    internal ushort Fragment;

    /// <summary>What <see cref="IIpFamily.WriteTemplate"/> returned.</summary>
    internal uint ChecksumBase;

    /// <summary>The NIC computes the header checksum: leave it zero.</summary>
    internal bool ChecksumOffloaded;
}
