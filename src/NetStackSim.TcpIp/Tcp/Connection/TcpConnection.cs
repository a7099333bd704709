using System.Diagnostics;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>
/// One end of a connection: wires the collaborators that each keep one part of the state, and is what the client holds. Pooled: recycled after the last
/// upcall, with its buffers.
/// </summary>
/// <remarks>
/// Segments, timers, completions and client calls only change state and note what is to be told or sent. The telling and sending happens in
/// <see cref="Flush"/>, once at the end of the batch, so that a chain of segments costs one acknowledgment, one indication and one chain of data.
/// </remarks>
internal sealed partial class TcpConnection : TcpTableEntry, IStreamEndpoint, ITimerTarget
{
    private const int IPv4HeaderSize = 20;
    private const int IPv6HeaderSize = 40;

    // Even a path that the options nearly fill carries some payload.
    private const int MinimumPayload = 16;

    // RFC 5961 section 7 gives ten in five seconds as an example.
    private const long ChallengePeriodNs = 5_000_000_000;

    /// <summary>TCP of this host.</summary>
    internal readonly TcpProtocol Tcp;

    /// <summary>The send sequence space.</summary>
    internal SendSequence SendState;

    /// <summary>The receive sequence space and window.</summary>
    internal ReceiveSequence ReceiveState;

    /// <summary>The client's requests.</summary>
    internal SendQueue Sends;

    /// <summary>What was sent and is not acknowledged.</summary>
    internal readonly RetransmissionQueue Unacknowledged = new();

    /// <summary>Round-trip time and retransmission timeout.</summary>
    internal RttEstimator Rtt;

    /// <summary>Loss detection.</summary>
    internal LossRecovery Loss;

    /// <summary>The tail loss probe.</summary>
    internal TailProbe Probe;

    /// <summary>The acknowledgment that is due.</summary>
    internal AckPolicy Acks;

    /// <summary>The deadlines.</summary>
    internal TcpTimers Timers;

    /// <summary>Autotuning of the receive buffer.</summary>
    internal ReceiveWindowTuner Tuner;

    /// <summary>Segments that came before their turn; null until one does.</summary>
    internal StreamReassembler? OutOfOrder;

    /// <summary>Acknowledgments that were made inside a batch; only for profiles that do.</summary>
    internal NetBufferListQueue PendingAcks;

    /// <summary>Keep-alive; null until it is configured.</summary>
    internal KeepAliveState? KeepAlive;

    /// <summary>The congestion window.</summary>
    internal ICongestionControl Congestion;

    /// <summary>The way to the peer.</summary>
    internal ITransportPath? Path;

    /// <summary>The interface by which the last segment came; 0 before the first.</summary>
    internal uint ArrivalInterface;

    /// <summary>The port that this endpoint holds; null for an accepted connection.</summary>
    internal PortBinding? Binding;

    /// <summary>What the filter engine keeps on the flow.</summary>
    internal InspectionState? Inspection;

    /// <summary>Who redirected the connect; null when nobody did.</summary>
    internal RedirectRequest? Redirect;

    /// <summary>Redirections that the client declared before it connected: it is a proxy.</summary>
    internal RedirectRecords? DeclaredRecords;

    /// <summary>The listener of an accepted connection; 0 for others.</summary>
    internal ulong ParentId;

    /// <summary>The owner of the endpoint.</summary>
    internal SimProcess? Process;

    /// <summary>The next connection of the batch.</summary>
    internal TcpConnection? NextTouched;

    /// <summary>True while the connection waits for the end of the batch.</summary>
    internal bool IsTouched;

    /// <summary>Both ends agreed on selective acknowledgment.</summary>
    internal bool UsesSack;

    /// <summary>Both ends agreed on timestamps.</summary>
    internal bool UsesTimestamps;

    /// <summary>Both ends agreed on window scaling.</summary>
    internal bool UsesScale;

    /// <summary>The peer's last timestamp (TS.Recent).</summary>
    internal uint RecentTimestamp;

    /// <summary>When <see cref="RecentTimestamp"/> was taken.</summary>
    internal long RecentTimestampNs;

    /// <summary>The offset of our timestamp clock.</summary>
    internal uint TimestampOffset;

    /// <summary>The sum of the parts of the pseudo header that never change.</summary>
    internal uint PseudoHeaderSum;

    /// <summary>The largest payload that a segment may carry now: SMSS.</summary>
    internal int SegmentSize;

    /// <summary>The peer's maximum segment size as announced, or the default.</summary>
    internal int PeerSegmentSize;

    /// <summary>The largest segment that the peer was seen to send: RMSS, for acknowledgments and window updates.</summary>
    internal int ReceiveSegmentSize;

    /// <summary>The hash that the NIC gives this flow; what is sent carries it, so that it leaves by the queue of the same processor.</summary>
    internal uint ReceiveHash;

    /// <summary>Function and type of <see cref="ReceiveHash"/>; zero while no NIC has hashed the flow.</summary>
    internal HashInfo ReceiveHashInfo;

    /// <summary>When the last segment arrived.</summary>
    internal long LastReceivedNs;

    /// <summary>The end of the last segment that was not full, for Nagle.</summary>
    internal SequenceNumber ShortSegmentEnd;

    /// <summary>When data was last sent, for the restart after idle.</summary>
    internal long LastSentNs;

    /// <summary>Lists below us that refer to the client's memory.</summary>
    internal int OutstandingLists;

    /// <summary>Timeouts since the last progress.</summary>
    internal int Timeouts;

    /// <summary>The FIN is to be sent after all queued data.</summary>
    internal bool FinQueued;

    /// <summary>The FIN was sent at least once.</summary>
    internal bool FinSent;

    /// <summary>The sequence number of a FIN that came before its turn.</summary>
    internal SequenceNumber EarlyFin;

    /// <summary>True when <see cref="EarlyFin"/> counts.</summary>
    internal bool HasEarlyFin;

    /// <summary>The peer's FIN was received in order.</summary>
    internal bool FinReceived;

    /// <summary>Sending stopped because the congestion window was full, since the last acknowledgment.</summary>
    internal bool WindowLimited;

    /// <summary>A zero window probe is outstanding.</summary>
    internal bool Probing;

    /// <summary>The silly window rule must give way: the override timeout ran out.</summary>
    internal bool SendAnyway;

    /// <summary>The connection was opened by us.</summary>
    internal bool IsActive;

    /// <summary>The family that the endpoint was made for.</summary>
    internal IpFamily Family;

    /// <summary>An IPv6 endpoint that may reach IPv4 peers.</summary>
    internal bool DualMode;

    /// <summary>The policy under which the flow was last authorised.</summary>
    internal ulong PolicyEpoch;

    private TcpState _state = TcpState.Closed;
    private long _challengeStartNs = long.MinValue / 2;
    private int _challenges;
    private int _pathMtu;

    /// <summary>Makes an object for the pool.</summary>
    public TcpConnection(TcpProtocol tcp)
    {
        Tcp = tcp;
        Congestion = tcp.CreateCongestionControl(tcp.Profile.TcpCongestion);
        Timers = new TcpTimers(new KernelTimer(tcp.TimerProcessor, this));
    }

    /// <inheritdoc/>
    public override TcpState State => _state;

    /// <summary>True from the end of the handshake to the end of the connection.</summary>
    internal bool IsSynchronized => _state >= TcpState.Established && _state <= TcpState.LastAck;

    /// <summary>True while data or a FIN may be sent.</summary>
    internal bool MayTransmit => IsSynchronized && _state != TcpState.FinWait2;

    /// <summary>True while data from the peer is wanted.</summary>
    internal bool MayReceive => _state is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2;

    /// <summary>Prepares a rented object.</summary>
    internal void Prepare(IStreamEndpointClient? client, SimProcess? process, uint compartment)
    {
        Debug.Assert(_state == TcpState.Closed && !IsInTable && OutstandingLists == 0, "A rented connection is blank.");
        Client = client;
        Process = process;
        Compartment = compartment;
        Id = Tcp.NextId();
        SetOptionDefaults();
    }

    /// <summary>Makes a used object blank again.</summary>
    internal void Blank()
    {
        Debug.Assert(OutstandingLists == 0 && Sends.IsEmpty && !IsInTable && !IsTouched, "Something of the connection is still out.");
        Debug.Assert(_state == TcpState.Closed, "Only a closed connection is recycled.");
        LocalEndpoint = default;
        RemoteEndpoint = default;
        SendState = default;
        ReceiveState = default;
        Sends = default;
        Unacknowledged.Clear();
        Rtt = default;
        Loss.Reset();
        Probe = default;
        Acks = default;
        Tuner = default;
        KeepAlive = null;
        Path = null;
        ArrivalInterface = 0;
        _pathMtu = 0;
        Binding = null;
        Inspection = null;
        Redirect = null;
        DeclaredRecords = null;
        ParentId = 0;
        Process = null;
        UsesSack = UsesTimestamps = UsesScale = false;
        FinQueued = FinSent = HasEarlyFin = FinReceived = false;
        WindowLimited = Probing = SendAnyway = IsActive = false;
        DualMode = false;
        _challengeStartNs = long.MinValue / 2;
        Timeouts = 0;
        PeerSegmentSize = SegmentSize = ReceiveSegmentSize = 0;
        BlankClientSide();
        BlankStream();
        BlankOpening();
        BlankPending();
    }

    /// <summary>Moves along an edge of the state diagram; a missing edge is a broken invariant.</summary>
    internal void TransitionTo(TcpEvent happened)
    {
        if (!TcpTransitions.TryNext(_state, happened, out TcpState next))
        {
            Tcp.Kernel.BugCheck(BugCheckCode.NdisInternalError, (ulong)_state, (ulong)happened, Id, 0, "TcpConnection.TransitionTo");
        }

        TcpState old = _state;
        _state = next;
        Tcp.OnStateChanged(this, old, next);
    }

    /// <summary>Puts the connection on the list of those to be flushed at the end of the batch.</summary>
    internal void Touch() => Tcp.Touch(this);

    /// <summary>Bytes that are sent and not acknowledged, the FIN included.</summary>
    internal int FlightSize => Unacknowledged.FlightSize;

    /// <summary>Sends a range again that the network dropped because it was too large, and what was sent behind it.</summary>
    internal void ResendFrom(SequenceNumber sequence)
    {
        for (int index = Unacknowledged.FindIndex(sequence); index < Unacknowledged.Count; index++)
        {
            ref SentSegment segment = ref Unacknowledged[index];
            if (segment.Length > SegmentSize)
            {
                Unacknowledged.MarkLost(ref segment);
            }
        }
    }

    /// <summary>True when another challenge may be answered (RFC 5961 section 7).</summary>
    internal bool TryTakeChallenge()
    {
        if (Tcp.Now - _challengeStartNs >= ChallengePeriodNs)
        {
            _challengeStartNs = Tcp.Now;
            _challenges = 0;
        }

        if (_challenges >= Tcp.Profile.TcpChallengeAcksPerConnection)
        {
            return false;
        }

        _challenges++;
        return true;
    }

    /// <summary>Marks the oldest outstanding segment as lost; of a large send only its first segment.</summary>
    internal void MarkFirstLost()
    {
        ref SentSegment first = ref Unacknowledged[0];
        if (first.Length > SegmentSize)
        {
            Unacknowledged.SplitAt(0, SegmentSize);
        }

        Unacknowledged.MarkLost(ref Unacknowledged[0]);
    }

    /// <summary>Notes a range that arrived twice, for the next acknowledgment (RFC 2883).</summary>
    internal void ReportDuplicate(SackBlock range) => (OutOfOrder ??= Tcp.CreateReassembler()).ReportDuplicate(range);

    /// <summary>Fast recovery began: the window shrinks once, the retransmission timer starts anew.</summary>
    internal void OnRecoveryStarted()
    {
        Tcp.Statistics.FastRetransmits++;
        Congestion.OnRecoveryStart(FlightSize, Tcp.Now);
        Probe.Forget();
        Timers.SetRetransmit(Tcp.Now + Rtt.TimeoutNs);
    }

    /// <summary>The value of our timestamp clock: one tick a millisecond from an offset of the connection's own (RFC 7323 section 5.4).</summary>
    internal uint TimestampNow => (uint)(Tcp.Now / 1_000_000) + TimestampOffset;

    /// <summary>The segment size that path and peer allow (RFC 9293 section 3.7.1, PMT-010), without the options that a segment carries.</summary>
    internal int ComputeSegmentSize()
    {
        int headers = (RemoteEndpoint.Address.IsV4 ? IPv4HeaderSize : IPv6HeaderSize) + TcpHeader.Size;
        int options = UsesTimestamps ? TcpOptions.TimestampsOnlyLength : 0;
        int mss = Math.Min(PeerSegmentSize, Path!.Mtu - headers) - options;
        return Math.Max(mss, MinimumPayload);
    }

    /// <summary>Asks for a path again when the old one is out of date.</summary>
    /// <returns>False when there is no way to the peer now.</returns>
    internal bool TryRefreshPath()
    {
        if (Path is { IsValid: true } path && path.Mtu == _pathMtu)
        {
            return true;
        }

        return RenewPath();
    }

    /// <summary>The path or the options changed: segments get another size from now on.</summary>
    internal void UpdateSegmentSize()
    {
        _pathMtu = Path!.Mtu;
        int size = ComputeSegmentSize();
        if (size != SegmentSize)
        {
            SegmentSize = size;
            if (IsSynchronized)
            {
                Congestion.SetSegmentSize(size);
            }
        }
    }

    // Routes changed, a router lowered the path MTU, or an old report of one has aged.
    private bool RenewPath()
    {
        if (Path is { IsValid: true })
        {
            UpdateSegmentSize();
            return true;
        }

        NtStatus status = Tcp.Network.TryGetPath(RemoteEndpoint.Address, LocalEndpoint.Address, InterfaceIndex, out ITransportPath? path);
        if (!status.IsSuccess || path is null)
        {
            return false;
        }

        if (Path is { } old && old.InterfaceIndex != path.InterfaceIndex)
        {
            MustReauthorise(ReauthorizationReasons.NewNextHopInterface);
        }

        Path = path;
        UpdateSegmentSize();
        return true;
    }
}
