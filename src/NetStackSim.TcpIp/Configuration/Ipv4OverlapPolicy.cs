namespace NetStackSim.TcpIp;

/// <summary>What IPv4 reassembly does with fragments that overlap (no RFC defines it; stacks differ and intrusion detection depends on it).</summary>
public enum Ipv4OverlapPolicy
{
    /// <summary>
    /// Old data stays and new data fills holes only, except that a new fragment which starts before and ends after an old one replaces it
    /// (the "windows" model of public intrusion detection systems).
    /// </summary>
    Windows,

    /// <summary>Any overlap that is not an exact duplicate discards the whole datagram, as RFC 5722 demands for IPv6.</summary>
    DropDatagram,
}
