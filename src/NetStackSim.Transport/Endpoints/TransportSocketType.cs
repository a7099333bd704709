namespace NetStackSim.Transport;

/// <summary>The socket type of a transport (<c>SOCK_*</c> of ws2def.h, with Windows' values).</summary>
public enum TransportSocketType : byte
{
    /// <summary><c>SOCK_STREAM</c>: an ordered byte stream.</summary>
    Stream = 1,

    /// <summary><c>SOCK_DGRAM</c>: datagrams with a size of their own.</summary>
    Datagram = 2,

    /// <summary><c>SOCK_RAW</c>: datagrams of one IP protocol, with or without the IP header.</summary>
    Raw = 3,
}
