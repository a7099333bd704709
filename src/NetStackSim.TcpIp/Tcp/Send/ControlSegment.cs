using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>A segment that carries no data of a client: resets, SYNs, probes and answers of entries that are no connections.</summary>
internal struct ControlSegment
{
    /// <summary>Our address and port.</summary>
    public IpEndpoint Local;

    /// <summary>The peer's.</summary>
    public IpEndpoint Remote;

    /// <summary>SEG.SEQ.</summary>
    public SequenceNumber Sequence;

    /// <summary>SEG.ACK, which some resets carry without the ACK flag.</summary>
    public SequenceNumber Acknowledgment;

    /// <summary>The control bits.</summary>
    public TcpFlags Flags;

    /// <summary>The window field.</summary>
    public ushort Window;

    /// <summary>The option bytes, a multiple of four.</summary>
    public OptionBlock Options;

    /// <summary>One byte of no meaning behind the header (keep-alive).</summary>
    public bool GarbageByte;

    /// <summary>Hop limit; 0 takes the host's.</summary>
    public byte HopLimit;

    /// <summary>Traffic class.</summary>
    public byte TrafficClass;
}
