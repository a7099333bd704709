namespace NetStackSim.Packets.Capture;

/// <summary>The format of a capture file.</summary>
public enum CaptureFormat : byte
{
    /// <summary>Nothing was read yet.</summary>
    Unknown = 0,

    /// <summary>Classic pcap with microseconds.</summary>
    Pcap = 1,

    /// <summary>Classic pcap with nanoseconds.</summary>
    PcapNanoseconds = 2,

    /// <summary>pcapng.</summary>
    Pcapng = 3,
}
