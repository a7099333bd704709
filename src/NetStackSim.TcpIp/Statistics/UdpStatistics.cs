namespace NetStackSim.TcpIp;

/// <summary>The UDP counters (<c>MIB_UDPSTATS</c>), both families together.</summary>
public sealed class UdpStatistics
{
    internal long InDatagramsCount;
    internal long NoPortsCount;
    internal long InErrorsCount;
    internal long OutDatagramsCount;

    /// <summary>Datagrams delivered.</summary>
    public long InDatagrams => InDatagramsCount;

    /// <summary>Datagrams for a port without an endpoint.</summary>
    public long NoPorts => NoPortsCount;

    /// <summary>Datagrams dropped for another reason.</summary>
    public long InErrors => InErrorsCount;

    /// <summary>Datagrams sent.</summary>
    public long OutDatagrams => OutDatagramsCount;

    internal void AddTo(List<KeyValuePair<string, long>> rows, string prefix)
    {
        rows.Add(new(prefix + ".in.datagrams", InDatagramsCount));
        rows.Add(new(prefix + ".in.no-ports", NoPortsCount));
        rows.Add(new(prefix + ".in.errors", InErrorsCount));
        rows.Add(new(prefix + ".out.datagrams", OutDatagramsCount));
    }
}
