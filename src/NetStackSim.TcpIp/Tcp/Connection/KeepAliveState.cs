namespace NetStackSim.TcpIp;

/// <summary>Keep-alive settings of a connection that changed them or switched it on (RFC 9293 section 3.8.4).</summary>
internal sealed class KeepAliveState
{
    /// <summary>True when probes are sent.</summary>
    public bool IsEnabled;

    /// <summary>Idle time before the first probe.</summary>
    public long IdleNs;

    /// <summary>Time between probes.</summary>
    public long IntervalNs;

    /// <summary>Unanswered probes that end the connection.</summary>
    public int Count;

    /// <summary>Probes since the peer was last heard.</summary>
    public int Sent;
}
