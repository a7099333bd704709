using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What the receive path needs of a header, equal for both families.</summary>
internal struct IpHeaderInfo
{
    internal IpAddress Source;
    internal IpAddress Destination;

    /// <summary>Bytes of the whole packet.</summary>
    internal int PacketLength;

    /// <summary>Bytes in front of the transport header (or of the fragment payload): header, options, extension headers.</summary>
    internal int HeaderSize;

    /// <summary>The protocol behind <see cref="HeaderSize"/>; while <see cref="HasOptions"/> is set for IPv6, the type of the next extension header.</summary>
    internal byte Protocol;

    internal byte HopLimit;

    internal byte TrafficClass;

    /// <summary>IPv4 options or IPv6 extension headers are there and have not been looked at.</summary>
    internal bool HasOptions;

    /// <summary>The packet is a fragment.</summary>
    internal bool IsFragment;

    /// <summary>More fragments follow.</summary>
    internal bool MoreFragments;

    /// <summary>IPv4: routers must not fragment.</summary>
    internal bool DontFragment;

    /// <summary>Offset of the fragment in bytes.</summary>
    internal int FragmentOffset;

    /// <summary>Identification of the datagram.</summary>
    internal uint FragmentId;

    /// <summary>Bytes of the part of the header that every fragment repeats: all for IPv4, up to the fragment header for IPv6.</summary>
    internal int UnfragmentableSize;

    /// <summary>IPv6: where the type of the fragment header stands; reassembly writes the type behind it there.</summary>
    internal int NextHeaderFieldOffset;
}
