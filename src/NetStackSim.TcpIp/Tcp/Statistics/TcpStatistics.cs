namespace NetStackSim.TcpIp;

/// <summary>The TCP counters (<c>MIB_TCPSTATS</c>) and what diagnosing a connection needs besides, both families together.</summary>
internal sealed class TcpStatistics
{
    internal long ActiveOpens;
    internal long PassiveOpens;
    internal long AttemptFails;
    internal long EstablishedResets;
    internal long CurrentEstablished;
    internal long InSegments;
    internal long OutSegments;
    internal long RetransmittedSegments;
    internal long InErrors;
    internal long OutResets;
    internal long FastRetransmits;
    internal long Timeouts;
    internal long DuplicateAcks;
    internal long DuplicateReports;
    internal long OutOfOrderSegments;
    internal long ChallengeAcks;
    internal long KeepAliveProbes;
    internal long WindowProbes;
    internal long TailProbes;
    internal long IcmpIgnored;
    internal long SoftErrors;

    internal void AddTo(List<KeyValuePair<string, long>> rows)
    {
        rows.Add(new("tcp.active-opens", ActiveOpens));
        rows.Add(new("tcp.passive-opens", PassiveOpens));
        rows.Add(new("tcp.attempt-fails", AttemptFails));
        rows.Add(new("tcp.established-resets", EstablishedResets));
        rows.Add(new("tcp.current-established", CurrentEstablished));
        rows.Add(new("tcp.in.segments", InSegments));
        rows.Add(new("tcp.out.segments", OutSegments));
        rows.Add(new("tcp.retransmitted-segments", RetransmittedSegments));
        rows.Add(new("tcp.in.errors", InErrors));
        rows.Add(new("tcp.out.resets", OutResets));
        rows.Add(new("tcp.fast-retransmits", FastRetransmits));
        rows.Add(new("tcp.timeouts", Timeouts));
        rows.Add(new("tcp.in.duplicate-acks", DuplicateAcks));
        rows.Add(new("tcp.in.duplicate-reports", DuplicateReports));
        rows.Add(new("tcp.in.out-of-order", OutOfOrderSegments));
        rows.Add(new("tcp.out.challenge-acks", ChallengeAcks));
        rows.Add(new("tcp.out.keep-alive-probes", KeepAliveProbes));
        rows.Add(new("tcp.out.window-probes", WindowProbes));
        rows.Add(new("tcp.out.tail-probes", TailProbes));
        rows.Add(new("tcp.icmp-ignored", IcmpIgnored));
        rows.Add(new("tcp.soft-errors", SoftErrors));
    }
}
