using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>The card while the system sleeps: what wakes it, and which requests it answers meanwhile.</summary>
/// <remarks>Patterns and offloads are kept over a sleep; OID_PM_PARAMETERS says which of them are armed.</remarks>
internal sealed class NicPower : IEventTarget
{
    private readonly VirtualNic _nic;
    private readonly FramePool _frames;
    private readonly List<WakePattern> _patterns = [];
    private readonly List<ProtocolOffload> _offloads = [];
    private FrameQueue _answers;
    private WakeReason? _reason;

    internal NicPower(VirtualNic nic, FramePool frames)
    {
        _nic = nic;
        _frames = frames;
    }

    /// <summary>The state that the adapter was set to.</summary>
    internal DevicePowerState State { get; private set; } = DevicePowerState.D0;

    internal bool IsAsleep => State > DevicePowerState.D0;

    internal PowerManagementParameters Parameters { get; private set; } = PowerManagementParameters.None;

    internal IReadOnlyList<WakePattern> Patterns => _patterns;

    internal IReadOnlyList<ProtocolOffload> Offloads => _offloads;

    private PowerManagementCapabilities Capabilities => _nic.Options.Power;

    /// <summary>OID_PNP_SET_POWER: cannot fail.</summary>
    internal void SetState(DevicePowerState state)
    {
        State = state;
        _nic.Reconfigure();
        if (IsAsleep || _reason is not { } reason)
        {
            return;
        }

        _reason = null;
        _nic.Adapter?.IndicateStatus(new StatusIndication(_nic.Adapter, NdisStatusCode.PmWakeReason, reason));
    }

    /// <summary>OID_PM_PARAMETERS: only what the card can do may be armed.</summary>
    internal NtStatus Arm(PowerManagementParameters parameters)
    {
        PowerManagementCapabilities can = Capabilities;
        if ((parameters.WakePackets & ~can.WakePackets) != 0 || (parameters.ProtocolOffloads & ~can.ProtocolOffloads) != 0 || (parameters.WakeEvents & ~can.WakeEvents) != 0)
        {
            return NdisStatus.InvalidParameter;
        }

        Parameters = parameters;
        return NtStatus.Success;
    }

    internal NtStatus Add(WakePattern pattern)
    {
        if (!IsWellFormed(pattern))
        {
            return NdisStatus.InvalidParameter;
        }

        if ((KindOf(pattern.Type) & Capabilities.WakePackets) == 0)
        {
            return NdisStatus.NotSupported;
        }

        if (_patterns.Count >= Capabilities.MaxPatterns)
        {
            return NdisStatus.PmWolPatternListFull;
        }

        _patterns.Add(pattern);
        return NtStatus.Success;
    }

    internal NtStatus Add(ProtocolOffload offload)
    {
        if (offload.Kind is not (ProtocolOffloadKinds.Arp or ProtocolOffloadKinds.NeighborSolicitation)
            || offload.HostAddress.IsV4 != (offload.Kind == ProtocolOffloadKinds.Arp) || _offloads.Exists(other => other.OffloadId == offload.OffloadId))
        {
            return NdisStatus.InvalidParameter;
        }

        if ((offload.Kind & Capabilities.ProtocolOffloads) == 0)
        {
            return NdisStatus.NotSupported;
        }

        int limit = offload.Kind == ProtocolOffloadKinds.Arp ? Capabilities.MaxArpOffloads : Capabilities.MaxNeighborOffloads;
        if (_offloads.FindAll(other => other.Kind == offload.Kind).Count >= limit)
        {
            return NdisStatus.PmProtocolOffloadListFull;
        }

        _offloads.Add(offload);
        return NtStatus.Success;
    }

    internal NtStatus RemovePattern(uint id) => _patterns.RemoveAll(pattern => pattern.PatternId == id) > 0 ? NtStatus.Success : NdisStatus.FileNotFound;

    internal NtStatus RemoveOffload(uint id) => _offloads.RemoveAll(offload => offload.OffloadId == id) > 0 ? NtStatus.Success : NdisStatus.FileNotFound;

    internal ProtocolOffload? FindOffload(uint id) => _offloads.Find(offload => offload.OffloadId == id);

    /// <summary>Frames arrive while the system sleeps: each is answered, wakes, or is forgotten. None reaches a ring.</summary>
    internal void Receive(ref FrameChain frames)
    {
        FrameChain answers = default;
        while (frames.RemoveFirst() is { } frame)
        {
            if (frame.Length >= EthernetHeader.Size && !TryAnswer(frame.Data, ref answers))
            {
                TryWake(frame.Data);
            }

            _nic.DropReceived(frame, NicDropReasons.Asleep);
        }

        if (!answers.IsEmpty)
        {
            // A wire port does not call back into its peer: the answer leaves in an event of its own.
            _answers.Enqueue(ref answers);
            _nic.Kernel.Loop.Schedule(_nic.Kernel.Now, EventClass.Timer, this, 0);
        }
    }

    void IEventTarget.OnEvent(int token)
    {
        FrameChain answers = default;
        while (_answers.Dequeue() is { } answer)
        {
            answers.Add(answer);
        }

        _nic.Ship(ref answers);
    }

    /// <summary>The cable was plugged or pulled.</summary>
    internal void OnLink(bool up)
    {
        if (IsAsleep && (Parameters.WakeEvents & (up ? WakeEvents.MediaConnect : WakeEvents.MediaDisconnect)) != 0)
        {
            Wake(new WakeReason(up ? WakeReasonType.MediaConnect : WakeReasonType.MediaDisconnect, 0, WakePatternType.Unspecified, default));
        }
    }

    private static WakePacketKinds KindOf(WakePatternType type) => type switch
    {
        WakePatternType.Bitmap => WakePacketKinds.Bitmap,
        WakePatternType.Magic => WakePacketKinds.Magic,
        WakePatternType.IPv4TcpSyn => WakePacketKinds.IPv4TcpSyn,
        WakePatternType.IPv6TcpSyn => WakePacketKinds.IPv6TcpSyn,
        WakePatternType.EapolRequestId => WakePacketKinds.EapolRequestId,
        _ => WakePacketKinds.None,
    };

    private bool IsWellFormed(WakePattern pattern) =>
        KindOf(pattern.Type) != WakePacketKinds.None && !_patterns.Exists(other => other.PatternId == pattern.PatternId)
        && (pattern.Type != WakePatternType.Bitmap
            || (pattern.Pattern.Length > 0 && pattern.Pattern.Length <= Capabilities.MaxPatternSize && pattern.Mask.Length * 8 >= pattern.Pattern.Length));

    private bool TryAnswer(ReadOnlySpan<byte> frame, ref FrameChain answers)
    {
        Span<byte> answer = stackalloc byte[NeighborResponder.MaximumAnswer];
        foreach (ProtocolOffload offload in _offloads)
        {
            if ((offload.Kind & Parameters.ProtocolOffloads) == 0 || NeighborResponder.Answer(offload, frame, answer) is not (> 0 and int length))
            {
                continue;
            }

            if (_frames.TryRent(Math.Max(length, EthernetHeader.MinimumFrame), out Frame? reply))
            {
                reply.Data.Clear();
                answer[..length].CopyTo(reply.Data);
                answers.Add(reply);
            }

            return true;
        }

        return false;
    }

    private void TryWake(ReadOnlySpan<byte> frame)
    {
        foreach (WakePattern pattern in _patterns)
        {
            if ((KindOf(pattern.Type) & Parameters.WakePackets) != 0 && WakeMatcher.Matches(pattern, frame, _nic.MacAddress))
            {
                Wake(new WakeReason(WakeReasonType.Packet, pattern.PatternId, pattern.Type, frame.ToArray()));
                return;
            }
        }

        // The magic packet needs no pattern, only to be armed.
        if ((Parameters.WakePackets & WakePacketKinds.Magic) != 0 && WakeMatcher.IsMagic(frame, _nic.MacAddress))
        {
            Wake(new WakeReason(WakeReasonType.Packet, 0, WakePatternType.Magic, frame.ToArray()));
        }
    }

    private void Wake(WakeReason reason)
    {
        if (_reason is null)
        {
            _reason = reason;
            _nic.WakeLine?.OnWake(_nic, reason);
        }
    }
}
