using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What a SYN offers and what two SYNs agree on.</summary>
internal static class TcpHandshake
{
    private const int DefaultSegmentV4 = 536;
    private const int DefaultSegmentV6 = 1220;
    private const int HeadersV4 = 20 + TcpHeader.Size;
    private const int HeadersV6 = 40 + TcpHeader.Size;

    /// <summary>The segment size of a peer that announced none (RFC 9293 section 3.7.1, MUST-15).</summary>
    public static int DefaultSegmentSize(bool isV4) => isV4 ? DefaultSegmentV4 : DefaultSegmentV6;

    /// <summary>The segment size that a peer announced, raised to what the profile accepts (WIN-020).</summary>
    public static int PeerSegmentSize(StackProfile profile, in TcpSegment segment, bool isV4) =>
        segment.HasOptions && segment.Options.HasMaximumSegmentSize
            ? Math.Max(segment.Options.MaximumSegmentSize, profile.TcpMinimumMss)
            : DefaultSegmentSize(isV4);

    /// <summary>Everything that the profile offers; timestamps are filled in by the caller.</summary>
    public static void OfferOptions(ref TcpOptions options, StackProfile profile, int mtu, bool isV4)
    {
        int segment = Math.Clamp(mtu - (isV4 ? HeadersV4 : HeadersV6), 0, ushort.MaxValue);
        options.SetMaximumSegmentSize((ushort)segment);
        options.SetWindowScale(profile.TcpWindowScale);
        if (profile.TcpSack)
        {
            options.SetSackPermitted();
        }

        if (profile.TcpOfferTimestamps)
        {
            options.SetTimestamps(0, 0);
        }
    }

    /// <summary>A SYN-ACK repeats only what the SYN offered (RFC 7323 section 2.2, RFC 2018 section 2).</summary>
    public static void LimitToAgreed(ref TcpOptions options, bool scale, bool sack, bool timestamps)
    {
        options.Present &= ~((scale ? 0 : TcpOptionSet.WindowScale)
            | (sack ? 0 : TcpOptionSet.SackPermitted)
            | (timestamps ? 0 : TcpOptionSet.Timestamps));
        if (timestamps)
        {
            options.Present |= TcpOptionSet.Timestamps;
        }
    }

    /// <summary>The window of a SYN-ACK: without scaling a multiple of the segment size (WIN-020).</summary>
    public static ushort SynAckWindow(StackProfile profile, bool scale, int peerSegmentSize)
    {
        int window = Math.Min(profile.TcpSynAckWindow, ushort.MaxValue);
        if (!scale && peerSegmentSize > 0 && window > peerSegmentSize)
        {
            window -= window % peerSegmentSize;
        }

        return (ushort)window;
    }
}
