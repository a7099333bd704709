using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// Opening: the active side from Connect to ESTABLISHED, and the start of an accepted connection.
internal sealed partial class TcpConnection
{
    private int _synRetransmissions;
    private int _refusals;
    private NtStatus _softError;

    /// <inheritdoc/>
    public NtStatus Connect(in IpEndpoint remote)
    {
        if (_closing || Client is null || Binding is null || _bind is not null || _state != TcpState.Closed || IsConnectPended || _endStatus.IsError)
        {
            return NtStatus.InvalidDeviceState;
        }

        IpEndpoint target = DualMode ? new IpEndpoint(remote.Address.Unmap(), remote.Port) : remote;
        return Tcp.Inspector.IsConnectRedirectArmed(Family)
            ? RedirectConnect(TcpInspection.RequestOf(this, target))
            : Authorise(target);
    }

    /// <summary>Everything of an accepted connection that the half-open entry knows; the state machine runs through the passive open.</summary>
    internal void OpenAccepted(TcpHalfOpen request)
    {
        LocalEndpoint = request.LocalEndpoint;
        RemoteEndpoint = request.RemoteEndpoint;
        Path = request.Path;
        Inspection = request.Inspection;
        request.Inspection = null;
        if (Inspection is { } inspection)
        {
            inspection.Owner = this;
        }

        Family = request.Listener.Local.Family;
        ParentId = request.Listener.Id;
        InterfaceIndex = 0;
        UsesSack = request.UsesSack;
        UsesScale = request.UsesScale;
        UsesTimestamps = request.UsesTimestamps;
        RecentTimestamp = request.RecentTimestamp;
        RecentTimestampNs = Tcp.Now;
        TimestampOffset = request.TimestampOffset;
        PeerSegmentSize = request.PeerSegmentSize;
        StartSequences(request.SendInitial);
        SendState.Next = request.SendInitial + 1;
        SendState.Shift = request.UsesScale ? request.PeerShift : (byte)0;
        SendState.SetWindow(request.ReceiveInitial, request.SendInitial, request.PeerWindow);
        ReceiveState.Shift = request.UsesScale ? Tcp.Profile.TcpWindowScale : (byte)0;
        ReceiveState.Start(request.ReceiveInitial, Tcp.Profile.TcpSynAckWindow);
        _synRetransmissions = request.Retransmissions;
        TransitionTo(TcpEvent.PassiveOpen);
        TransitionTo(TcpEvent.SynArrives);
        if (request.Retransmissions == 0)
        {
            Rtt.Sample(Tcp.Now - request.SentNs);
        }
    }

    /// <summary>The handshake is over.</summary>
    /// <param name="happened">What ended it.</param>
    internal void Establish(TcpEvent happened)
    {
        TransitionTo(happened);
        SendState.Unacknowledged = SendState.Initial + 1;
        ShortSegmentEnd = SendState.Unacknowledged;
        ComputePseudoHeader();
        SegmentSize = ComputeSegmentSize();
        ReceiveSegmentSize = SegmentSize;
        if (_synRetransmissions > 0)
        {
            Rtt.OnHandshakeRetransmitted();
        }

        // RFC 6928 section 2: a handshake that lost more than one SYN starts with one segment.
        int segments = _synRetransmissions > 1 ? 1 : Tcp.Profile.TcpInitialWindowSegments;
        Congestion.Start(SegmentSize, segments * SegmentSize);
        Timers.SetRetransmit(TcpTimers.Never);
        Tuner.Start(ReceiveState.Next, Tcp.Now);
        LastReceivedNs = Tcp.Now;
        LastSentNs = Tcp.Now;
        ArmKeepAlive();
        if (FinQueued)
        {
            TransitionTo(TcpEvent.UserClose);
        }
    }

    /// <summary>The handshake of an active or simultaneous open is over: the filter engine and the client are told.</summary>
    internal void OnOpened()
    {
        if (Tcp.Inspector.OnFlowEstablished(this, null))
        {
            NoteConnected();
            return;
        }

        // The attempt fails for the client although the peer believes in it.
        Abort(NtStatus.AccessDenied, sendReset: true, tellDisconnected: false);
        _connectStatus = NtStatus.AccessDenied;
        _events |= ConnectionEvents.Connected;
    }

    /// <summary>Nobody wants an accepted connection: it is reset, and nobody is told.</summary>
    internal void Refuse()
    {
        _closing = true;
        Abort(NtStatus.Cancelled, sendReset: true, tellDisconnected: false);
    }

    /// <summary>Both ends opened at the same time: the SYN is sent again, with an acknowledgment.</summary>
    internal void AnswerSyn()
    {
        SendSyn();
        Timers.SetRetransmit(Tcp.Now + Rtt.TimeoutNs);
    }

    /// <summary>The round trip of a handshake that lost nothing is the first sample.</summary>
    internal void SampleHandshake()
    {
        if (_synRetransmissions == 0 && _refusals == 0)
        {
            Rtt.Sample(Tcp.Now - LastSentNs);
        }
    }

    /// <summary>The options of the peer's SYN or SYN-ACK to our SYN.</summary>
    internal void TakeSynOptions(in TcpSegment segment)
    {
        bool has = segment.HasOptions;
        StackProfile profile = Tcp.Profile;
        PeerSegmentSize = TcpHandshake.PeerSegmentSize(profile, segment, RemoteEndpoint.Address.IsV4);
        UsesScale = has && segment.Options.HasWindowScale;
        SendState.Shift = UsesScale ? Math.Min(segment.Options.WindowShift, TcpOptions.MaximumWindowShift) : (byte)0;
        ReceiveState.Shift = UsesScale ? profile.TcpWindowScale : (byte)0;
        UsesSack = has && segment.Options.HasSackPermitted && profile.TcpSack;
        UsesTimestamps = has && segment.Options.HasTimestamps && profile.TcpOfferTimestamps;
        if (UsesTimestamps)
        {
            RecentTimestamp = segment.Options.TimestampValue;
            RecentTimestampNs = Tcp.Now;
        }

        ReceiveState.Start(segment.Sequence, profile.TcpSynWindow);
        SendState.SetWindow(segment.Sequence, segment.Acknowledgment, segment.Window);
    }

    /// <summary>A reset answered our SYN. Windows sends it again a few times, half a second apart, before it believes the refusal (WIN-001).</summary>
    internal void OnRefused()
    {
        if (_refusals >= Tcp.Profile.TcpRefusedRetries)
        {
            Abort(NtStatus.ConnectionRefused, sendReset: false, tellDisconnected: false);
            return;
        }

        _refusals++;
        Timers.SetRetransmit(Tcp.Now + Tcp.Profile.TcpRefusedRetryNs);
    }

    /// <summary>An ICMP error about our SYN (RFC 1122 section 4.2.3.9, RFC 5461): remembered as the reason, fatal only on request.</summary>
    internal void OnConnectError(NtStatus status)
    {
        _softError = status;
        if (FailConnectOnIcmpError)
        {
            Abort(status, sendReset: false, tellDisconnected: false);
        }
    }

    // Behind the redirect layer: a way to the target, then the authorisation, then the SYN.
    private NtStatus Authorise(in IpEndpoint target)
    {
        NtStatus status = FindWay(target);
        return status.IsSuccess ? AskConnect(ReauthorizationReasons.None) : status;
    }

    private NtStatus FindWay(in IpEndpoint remote)
    {
        bool familyFits = remote.Family == Family || (DualMode && remote.Address.IsV4 && LocalEndpoint.Address.IsUnspecified);
        if (!familyFits)
        {
            return NtStatus.InvalidAddressComponent;
        }

        if (remote.Port == 0 || remote.Address.IsUnspecified || remote.Address.IsMulticast)
        {
            return NtStatus.InvalidAddressComponent;
        }

        IpAddress source = LocalEndpoint.Address.IsUnspecified
            ? (remote.Address.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6)
            : LocalEndpoint.Address;
        NtStatus status = Tcp.Network.TryGetPath(remote.Address, source, InterfaceIndex, out ITransportPath? path);
        if (!status.IsSuccess || path is null)
        {
            return status.IsError ? status : NtStatus.NetworkUnreachable;
        }

        if (path.IsGroup)
        {
            return NtStatus.InvalidAddressComponent;
        }

        Path = path;
        LocalEndpoint = new IpEndpoint(path.Source, LocalEndpoint.Port);
        RemoteEndpoint = remote;
        return NtStatus.Success;
    }

    private NtStatus StartConnecting()
    {
        if (!Tcp.TryClaimTuple(this, out SequenceNumber initial))
        {
            return NtStatus.AddressAlreadyExists;
        }

        IsActive = true;
        PeerSegmentSize = TcpHandshake.DefaultSegmentSize(RemoteEndpoint.Address.IsV4);
        TimestampOffset = Tcp.Isn.TimestampOffset(LocalEndpoint, RemoteEndpoint);
        ComputePseudoHeader();
        StartSequences(initial);
        SendState.Next = initial + 1;
        Tcp.Table.Add(this);
        TransitionTo(TcpEvent.ActiveOpen);
        Tcp.Statistics.ActiveOpens++;
        SendSyn();
        Timers.SetRetransmit(Tcp.Now + Rtt.TimeoutNs);
        Tcp.Settle();
        return NtStatus.Pending;
    }

    private void StartSequences(SequenceNumber initial)
    {
        StackProfile profile = Tcp.Profile;
        SendState.Start(initial);
        Sends.Start(initial + 1);
        Rtt.Start(profile.TcpInitialRtoNs, profile.TcpMinRtoNs, profile.TcpMaxRtoNs);
    }

    private void SendSyn()
    {
        LastSentNs = Tcp.Now;
        Tcp.Output.SendSyn(this, acknowledge: _state == TcpState.SynReceived);
    }

    private void OnSynTimeout()
    {
        bool retryAfterRefusal = _refusals > 0 && _state == TcpState.SynSent;
        if (!retryAfterRefusal && _synRetransmissions >= SynRetransmissionLimit)
        {
            NtStatus status = _softError.IsError ? _softError : NtStatus.IoTimeout;
            Abort(status, sendReset: _state == TcpState.SynReceived, tellDisconnected: false);
            return;
        }

        if (!retryAfterRefusal)
        {
            _synRetransmissions++;
            Rtt.BackOff();
        }

        Tcp.Statistics.RetransmittedSegments++;
        SendSyn();
        Timers.SetRetransmit(Tcp.Now + Rtt.TimeoutNs);
    }

    private int SynRetransmissionLimit =>
        _state == TcpState.SynSent ? Tcp.Profile.TcpSynRetransmissions : Tcp.Profile.TcpSynAckRetransmissions;

    private void ComputePseudoHeader() =>
        PseudoHeaderSum = InternetChecksum.PseudoHeader(LocalEndpoint.Address, RemoteEndpoint.Address, IpProtocol.Tcp, 0);

    private void BlankOpening()
    {
        _synRetransmissions = 0;
        _refusals = 0;
        _softError = NtStatus.Success;
        _persistBackoff = 0;
        _unansweredProbes = 0;
    }
}
