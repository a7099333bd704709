using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Everything in which IPv4 and IPv6 differ below the transports. Two structs implement it; the IP layer takes one as a type parameter, so that the compiler makes two straight copies of one source.</summary>
internal interface IIpFamily
{
    /// <summary>The family.</summary>
    static abstract IpFamily Family { get; }

    /// <summary>Bytes of a header without options or extension headers.</summary>
    static abstract int HeaderSize { get; }

    /// <summary>The EtherType.</summary>
    static abstract ushort EtherType { get; }

    /// <summary>The largest packet that the length field can say.</summary>
    static abstract int MaximumPacket { get; }

    /// <summary>The ICMP protocol number of the family.</summary>
    static abstract byte Icmp { get; }

    /// <summary>Reads and checks the fixed header.</summary>
    /// <param name="data">Contiguous bytes from the header start; the whole header with IPv4 options, or less when the packet is shorter.</param>
    /// <param name="available">Bytes from the header start to the end of the frame.</param>
    /// <param name="trustChecksum">The NIC has checked the header checksum.</param>
    /// <param name="info">The facts; those read before an error are there for the discard layer.</param>
    /// <returns>Why the packet must be dropped, or null.</returns>
    static abstract DropCause? Parse(ReadOnlySpan<byte> data, int available, bool trustChecksum, out IpHeaderInfo info);

    /// <summary>Checks both addresses of a packet, independent of what addresses we have.</summary>
    /// <param name="info">The header.</param>
    /// <param name="fromWire">False for loopback, where loopback addresses are legal.</param>
    static abstract DropCause? CheckAddresses(in IpHeaderInfo info, bool fromWire);

    /// <summary>Looks at what every node on the way looks at: IPv4 options, IPv6 hop-by-hop options.</summary>
    static abstract HeaderProblem CheckTransitOptions(ReadOnlySpan<byte> packet, ref IpHeaderInfo info, StackProfile profile);

    /// <summary>Looks at what only the destination looks at, up to the transport header or the fragment header.</summary>
    static abstract HeaderProblem CheckDestinationOptions(ReadOnlySpan<byte> packet, ref IpHeaderInfo info);

    /// <summary>Writes the header of a path as far as it is the same for every packet.</summary>
    /// <returns>The partial checksum of the constant words; 0 for IPv6.</returns>
    static abstract uint WriteTemplate(Span<byte> header, in IpAddress source, in IpAddress destination);

    /// <summary>Fills in what differs from packet to packet, behind a copy of the template.</summary>
    /// <param name="header">The header, <see cref="HeaderSize"/> bytes.</param>
    /// <param name="fields">The fields.</param>
    static abstract void Finish(Span<byte> header, in IpSendFields fields);

    /// <summary>Lowers TTL or hop limit by one in a header that is forwarded (RFC 1812 section 5.3.1).</summary>
    static abstract void DecrementHopLimit(Span<byte> header);

    /// <summary>Rewrites a header for a datagram of another length that is no fragment: what reassembly delivers.</summary>
    static abstract void MakeWhole(Span<byte> header, int packetLength, int nextHeaderFieldOffset, byte protocol, byte trafficClass);
}
