namespace NetStackSim.TcpIp;

// The systems that come with the library.
public sealed partial record StackProfile
{
    /// <summary>Windows 11 and Windows 10 from 1903, client edition: the default.</summary>
    public static StackProfile Windows11 { get; } = new();

    /// <summary>Windows 10 1607: CUBIC not yet the default, 8 KiB SYN window, three second initial time-out.</summary>
    public static StackProfile Windows10 { get; } = new()
    {
        Name = "Windows10",
        TcpInitialRtoNs = 3 * Second,
        TcpSynRetransmissions = 2,
        TcpSynWindow = 8192,
        TcpSynAckWindow = 8192,
        TcpDelayedAckNs = 50 * Millisecond,
        TcpCongestion = CongestionAlgorithm.NewReno,
    };

    /// <summary>What the RFCs say where they name a value; for neutral conformance suites.</summary>
    public static StackProfile Rfc { get; } = new()
    {
        Name = "Rfc",
        DefaultHopLimit = 64,
        MinimumPathMtuV4 = 68,
        Ipv4Overlap = Ipv4OverlapPolicy.DropDatagram,
        ZeroEchoReplyCode = false,
        TcpMinRtoNs = 1 * Second,
        TcpMaxRtoNs = 120 * Second,
        TcpSynRetransmissions = 6,
        TcpSynAckRetransmissions = 5,
        TcpDataRetransmissions = 15,
        TcpRefusedRetries = 0,
        TcpDelayedAckNs = 200 * Millisecond,
        TcpTimeWaitNs = 240 * Second,
        TcpFinWait2Ns = 240 * Second,
        TcpKeepAliveGarbageByte = false,
        TcpOfferTimestamps = true,
        TcpMinimumMss = 64,
    };

    /// <summary>Close to a current Linux kernel: for tests that want a peer which is not Windows.</summary>
    public static StackProfile LinuxLike { get; } = new()
    {
        Name = "LinuxLike",
        DefaultHopLimit = 64,
        MinimumPathMtuV4 = 552,
        StrongHostReceive = false,
        StrongHostSend = false,
        Ipv4Overlap = Ipv4OverlapPolicy.DropDatagram,
        ReassemblyTimeoutNs = 30 * Second,
        ZeroEchoReplyCode = false,
        DadTransmitsV4 = 0,
        DynamicPortStart = 32768,
        DynamicPortCount = 28232,
        TcpMinRtoNs = 200 * Millisecond,
        TcpMaxRtoNs = 120 * Second,
        TcpSynRetransmissions = 6,
        TcpSynAckRetransmissions = 5,
        TcpDataRetransmissions = 15,
        TcpRefusedRetries = 0,
        TcpTimeWaitNs = 60 * Second,
        TcpFinWait2Ns = 60 * Second,
        TcpKeepAliveIntervalNs = 75 * Second,
        TcpKeepAliveProbes = 9,
        TcpKeepAliveGarbageByte = false,
        TcpSynAckWindow = 65160,
        TcpWindowScale = 7,
        TcpOfferTimestamps = true,
        TcpMinimumMss = 48,
    };

    /// <summary>The profiles by name, in the order in which a tool lists them.</summary>
    public static IReadOnlyList<StackProfile> All { get; } = [Windows11, Windows10, Rfc, LinuxLike];

    /// <summary>Finds a profile by its name, ignoring case.</summary>
    /// <returns>The profile, or null when no profile has the name.</returns>
    public static StackProfile? Find(string name)
    {
        foreach (StackProfile profile in All)
        {
            if (string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return profile;
            }
        }

        return null;
    }
}
