namespace NetStackSim.TcpIp;

/// <summary>The congestion control that a new TCP connection starts with.</summary>
public enum CongestionAlgorithm
{
    /// <summary>CUBIC (RFC 9438), the default since Windows 10 1709.</summary>
    Cubic,

    /// <summary>NewReno (RFC 5681, RFC 6582).</summary>
    NewReno,
}
