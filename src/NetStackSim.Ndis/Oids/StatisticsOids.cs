using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Counters that NDIS takes out of OID_GEN_STATISTICS of the miniport.</summary>
internal static class StatisticsOids
{
    /// <summary>Is this a counter that stands in OID_GEN_STATISTICS, or the description of the interface that contains them all?</summary>
    public static bool Has(Oid oid) => oid == Oid.GenInterfaceInfo || Select(oid, default) is not null;

    /// <summary>Answers a request for one counter.</summary>
    public static NtStatus Answer(OidRequest request, MiniportAdapter adapter, in NdisStatistics statistics) =>
        request.Oid == Oid.GenInterfaceInfo ? request.Answer(Describe(adapter, statistics)) : request.AnswerCounter(Select(request.Oid, statistics)!.Value);

    private static ulong? Select(Oid oid, in NdisStatistics s) => oid switch
    {
        Oid.GenXmitError => s.OutErrors,
        Oid.GenRcvError => s.InErrors,
        Oid.GenRcvNoBuffer or Oid.GenRcvDiscards => s.InDiscards,
        Oid.GenXmitDiscards => s.OutDiscards,
        Oid.GenBytesRcv => s.InOctets,
        Oid.GenBytesXmit => s.OutOctets,
        _ => SelectKind(oid, s),
    };

    private static ulong? SelectKind(Oid oid, in NdisStatistics s) => oid switch
    {
        Oid.GenDirectedBytesXmit => s.OutUcastOctets,
        Oid.GenDirectedFramesXmit => s.OutUcastPkts,
        Oid.GenMulticastBytesXmit => s.OutMulticastOctets,
        Oid.GenMulticastFramesXmit => s.OutMulticastPkts,
        Oid.GenBroadcastBytesXmit => s.OutBroadcastOctets,
        Oid.GenBroadcastFramesXmit => s.OutBroadcastPkts,
        Oid.GenDirectedBytesRcv => s.InUcastOctets,
        Oid.GenDirectedFramesRcv => s.InUcastPkts,
        Oid.GenMulticastBytesRcv => s.InMulticastOctets,
        Oid.GenMulticastFramesRcv => s.InMulticastPkts,
        Oid.GenBroadcastBytesRcv => s.InBroadcastOctets,
        Oid.GenBroadcastFramesRcv => s.InBroadcastPkts,
        _ => null,
    };

    private static InterfaceInformation Describe(MiniportAdapter adapter, in NdisStatistics statistics) => new()
    {
        OperState = adapter.OperState,
        LinkState = adapter.Attributes.LinkState,
        Mtu = (uint)adapter.Attributes.MtuSize,
        IsPromiscuous = adapter.Stack.Oids.HardwareFilter.HasFlag(PacketFilter.Promiscuous),
        LastChange = adapter.Stack.History.LastChange,
        CounterDiscontinuityTime = adapter.Stack.History.CounterDiscontinuityTime,
        InUnknownProtos = (ulong)adapter.Stack.Edge.Unwanted,
        Statistics = statistics,
    };
}
