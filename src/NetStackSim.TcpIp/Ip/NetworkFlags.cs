namespace NetStackSim.TcpIp;

/// <summary>The bits of <see cref="NetStackSim.Ndis.NetworkLayerInfo.Flags"/>; a byte of constants, because the field is a byte and is tested on the data path.</summary>
internal static class NetworkFlags
{
    /// <summary>Nothing.</summary>
    internal const byte None = 0;

    /// <summary>Send: set DF and never fragment here. TCP segments have DF by the profile and need no flag.</summary>
    internal const byte DontFragment = 0x01;

    /// <summary>Receive: a fragment header was there although the datagram is whole (RFC 6946).</summary>
    internal const byte AtomicFragment = 0x01;

    /// <summary>Receive: the list is from a pool of the stack (a copy, loopback, reassembled) and goes back there.</summary>
    internal const byte StackOwned = 0x02;

    /// <summary>Receive: the frame was sent to a link broadcast or multicast address (RFC 1122 section 2.4).</summary>
    internal const byte GroupFrame = 0x04;

    /// <summary>Send: from a raw endpoint; it has no ports, whatever its payload looks like.</summary>
    internal const byte RawEndpoint = 0x04;

    /// <summary>The packet never leaves or never left the host.</summary>
    internal const byte Loopback = 0x08;

    /// <summary>Receive: the list was put together from fragments and holds them.</summary>
    internal const byte Reassembled = 0x10;

    /// <summary>Receive: IPv4 options or IPv6 extension headers are there.</summary>
    internal const byte HasOptions = 0x20;

    /// <summary>Send: the IP header with its final content is in place (forwarded and injected packets).</summary>
    internal const byte HeaderIncluded = 0x40;

    /// <summary>Receive: the destination is a broadcast or multicast address.</summary>
    internal const byte GroupDestination = 0x80;
}
