namespace NetStackSim.TcpIp;

/// <summary>The IP counters of one family (<c>MIB_IPSTATS</c>, RFC 4293).</summary>
public sealed class IpStatistics
{
    internal long InReceivesCount;
    internal long InHeaderErrorsCount;
    internal long InAddressErrorsCount;
    internal long InUnknownProtocolsCount;
    internal long InDiscardsCount;
    internal long InDeliversCount;
    internal long ForwardedCount;
    internal long OutRequestsCount;
    internal long OutDiscardsCount;
    internal long OutNoRoutesCount;
    internal long ReassemblyRequiredCount;
    internal long ReassemblyOkCount;
    internal long ReassemblyFailsCount;
    internal long FragmentOkCount;
    internal long FragmentFailsCount;
    internal long FragmentCreatesCount;

    /// <summary>Packets received, including those in error.</summary>
    public long InReceives => InReceivesCount;

    /// <summary>Packets dropped for errors in their headers.</summary>
    public long InHeaderErrors => InHeaderErrorsCount;

    /// <summary>Packets dropped because their addresses are not acceptable here.</summary>
    public long InAddressErrors => InAddressErrorsCount;

    /// <summary>Packets for a protocol that the host does not have.</summary>
    public long InUnknownProtocols => InUnknownProtocolsCount;

    /// <summary>Packets dropped for other reasons: filters, memory.</summary>
    public long InDiscards => InDiscardsCount;

    /// <summary>Packets handed to transports.</summary>
    public long InDelivers => InDeliversCount;

    /// <summary>Packets routed on.</summary>
    public long Forwarded => ForwardedCount;

    /// <summary>Packets that transports asked to send.</summary>
    public long OutRequests => OutRequestsCount;

    /// <summary>Packets to send that were dropped.</summary>
    public long OutDiscards => OutDiscardsCount;

    /// <summary>Packets without a route.</summary>
    public long OutNoRoutes => OutNoRoutesCount;

    /// <summary>Fragments received.</summary>
    public long ReassemblyRequired => ReassemblyRequiredCount;

    /// <summary>Datagrams put together.</summary>
    public long ReassemblyOk => ReassemblyOkCount;

    /// <summary>Datagrams given up.</summary>
    public long ReassemblyFails => ReassemblyFailsCount;

    /// <summary>Packets fragmented.</summary>
    public long FragmentOk => FragmentOkCount;

    /// <summary>Packets that needed fragmentation and were not allowed it.</summary>
    public long FragmentFails => FragmentFailsCount;

    /// <summary>Fragments made.</summary>
    public long FragmentCreates => FragmentCreatesCount;

    internal void AddTo(List<KeyValuePair<string, long>> rows, string prefix)
    {
        rows.Add(new(prefix + ".in.receives", InReceivesCount));
        rows.Add(new(prefix + ".in.header-errors", InHeaderErrorsCount));
        rows.Add(new(prefix + ".in.address-errors", InAddressErrorsCount));
        rows.Add(new(prefix + ".in.unknown-protocols", InUnknownProtocolsCount));
        rows.Add(new(prefix + ".in.discards", InDiscardsCount));
        rows.Add(new(prefix + ".in.delivers", InDeliversCount));
        rows.Add(new(prefix + ".forwarded", ForwardedCount));
        rows.Add(new(prefix + ".out.requests", OutRequestsCount));
        rows.Add(new(prefix + ".out.discards", OutDiscardsCount));
        rows.Add(new(prefix + ".out.no-routes", OutNoRoutesCount));
        rows.Add(new(prefix + ".reassembly.required", ReassemblyRequiredCount));
        rows.Add(new(prefix + ".reassembly.ok", ReassemblyOkCount));
        rows.Add(new(prefix + ".reassembly.fails", ReassemblyFailsCount));
        rows.Add(new(prefix + ".fragment.ok", FragmentOkCount));
        rows.Add(new(prefix + ".fragment.fails", FragmentFailsCount));
        rows.Add(new(prefix + ".fragment.creates", FragmentCreatesCount));
    }
}
