namespace NetStackSim.TcpIp;

/// <summary>What a cumulative acknowledgment took from the retransmission queue.</summary>
internal struct AckedRange
{
    /// <summary>Sequence numbers acknowledged, the FIN included.</summary>
    public int SequenceLength;

    /// <summary>When the newest fully acknowledged range was sent, or -1 when Karn's rule forbids a sample.</summary>
    public long SampleSentNs;

    /// <summary>True when the FIN is among them.</summary>
    public bool Fin;
}
