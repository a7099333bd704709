using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A connection request that a listener answered and the peer has not confirmed: the little that the handshake needs, not a connection.</summary>
internal sealed class TcpHalfOpen(ConnectionRequests requests) : TcpTimedEntry, IPendedStepOwner
{
    /// <summary>The next free entry.</summary>
    public TcpHalfOpen? Next;

    /// <summary>The listener that answers.</summary>
    public TcpListener Listener = null!;

    /// <summary>The way back.</summary>
    public ITransportPath Path = null!;

    /// <summary>What the filter engine keeps on the flow.</summary>
    public InspectionState? Inspection;

    /// <summary>The filter engine holds the request with it; null while it does not.</summary>
    public PendedStep? Step;

    /// <summary>Our initial sequence number.</summary>
    public SequenceNumber SendInitial;

    /// <summary>The peer's initial sequence number.</summary>
    public SequenceNumber ReceiveInitial;

    /// <summary>When the SYN-ACK was first sent.</summary>
    public long SentNs;

    /// <summary>The id of a conditional request; 0 for none.</summary>
    public ulong RequestId;

    /// <summary>The peer's timestamp.</summary>
    public uint RecentTimestamp;

    /// <summary>The offset of our timestamp clock.</summary>
    public uint TimestampOffset;

    /// <summary>The window field of the SYN, never scaled.</summary>
    public ushort PeerWindow;

    /// <summary>The peer's maximum segment size as announced, or the default.</summary>
    public ushort PeerSegmentSize;

    /// <summary>The peer's window shift.</summary>
    public byte PeerShift;

    /// <summary>SYN-ACKs sent again.</summary>
    public byte Retransmissions;

    /// <summary>Both sides scale windows.</summary>
    public bool UsesScale;

    /// <summary>Both sides use timestamps.</summary>
    public bool UsesTimestamps;

    /// <summary>Both sides use selective acknowledgment.</summary>
    public bool UsesSack;

    /// <summary>Waits for the listener's client or for the filter engine; nothing was answered.</summary>
    public bool IsPended;

    /// <inheritdoc/>
    public override TcpState State => TcpState.SynReceived;

    /// <inheritdoc/>
    public void GoOn(InspectionVerdict verdict) => requests.CompleteInspection(this, verdict);

    /// <inheritdoc/>
    /// <remarks>The packet is gone: who wants the connection injects it, and it comes as a new one.</remarks>
    public void AskAgain() => requests.CompleteInspection(this, new InspectionVerdict(InspectionAction.Absorb));

    /// <summary>Takes over what a SYN says.</summary>
    public void Begin(TcpListener listener, TcpProtocol tcp, in TcpSegment segment)
    {
        StackProfile profile = tcp.Profile;
        ref NetworkLayerInfo network = ref segment.List.Network;
        Id = tcp.NextId();
        Listener = listener;
        LocalEndpoint = new IpEndpoint(network.Destination, segment.LocalPort);
        RemoteEndpoint = new IpEndpoint(network.Source, segment.RemotePort);
        Compartment = listener.Compartment;
        ReceiveInitial = segment.Sequence;
        RequestId = 0;
        PeerWindow = segment.Window;
        PeerSegmentSize = (ushort)Math.Min(TcpHandshake.PeerSegmentSize(profile, segment, network.Source.IsV4), ushort.MaxValue);
        bool has = segment.HasOptions;
        UsesScale = has && segment.Options.HasWindowScale;
        PeerShift = UsesScale ? Math.Min(segment.Options.WindowShift, TcpOptions.MaximumWindowShift) : (byte)0;
        UsesSack = has && segment.Options.HasSackPermitted && profile.TcpSack;
        UsesTimestamps = has && segment.Options.HasTimestamps && (profile.TcpAcceptTimestamps || profile.TcpOfferTimestamps);
        RecentTimestamp = UsesTimestamps ? segment.Options.TimestampValue : 0;
        TimestampOffset = UsesTimestamps ? tcp.Isn.TimestampOffset(LocalEndpoint, RemoteEndpoint) : 0;
        Retransmissions = 0;
        IsPended = false;
        SentNs = tcp.Now;
    }
}
