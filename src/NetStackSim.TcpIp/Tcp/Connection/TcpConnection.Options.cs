using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// Options of the endpoint.
internal sealed partial class TcpConnection
{
    /// <summary>Nagle's algorithm is off.</summary>
    internal bool NoDelay;

    /// <summary>ICMP errors end a connection attempt at once.</summary>
    internal bool FailConnectOnIcmpError;

    /// <summary>Nothing leaves any more.</summary>
    internal bool Silent;

    /// <summary>Hop limit; 0 takes the host's.</summary>
    internal byte HopLimit;

    /// <summary>Traffic class.</summary>
    internal byte TrafficClass;

    /// <summary>The interface that traffic must leave by; 0 for any.</summary>
    internal uint InterfaceIndex;

    /// <summary>How long data may stay unacknowledged; 0 leaves the number of retransmissions in charge.</summary>
    internal long UserTimeoutNs;

    /// <inheritdoc/>
    public NtStatus SetOption(TransportOption option, long value)
    {
        NtStatus status = option switch
        {
            TransportOption.KeepAlive or TransportOption.KeepAliveTime or TransportOption.KeepAliveInterval or TransportOption.KeepAliveCount
                => SetKeepAlive(option, value),
            TransportOption.ReceiveBuffer => SetReceiveBuffer(value),
            TransportOption.CongestionProvider => SetCongestionProvider(value),
            TransportOption.IdealSendBacklog => NtStatus.NotSupported,
            TransportOption.FirewallProperty => SetFirewallProperty(value),
            _ => SetSimpleOption(option, value),
        };
        return status;
    }

    /// <inheritdoc/>
    public NtStatus GetOption(TransportOption option, out long value)
    {
        StackProfile profile = Tcp.Profile;
        value = option switch
        {
            TransportOption.NoDelay => NoDelay ? 1 : 0,
            TransportOption.KeepAlive => KeepAlive is { IsEnabled: true } ? 1 : 0,
            TransportOption.KeepAliveTime => KeepAlive?.IdleNs ?? profile.TcpKeepAliveIdleNs,
            TransportOption.KeepAliveInterval => KeepAlive?.IntervalNs ?? profile.TcpKeepAliveIntervalNs,
            TransportOption.KeepAliveCount => KeepAlive?.Count ?? profile.TcpKeepAliveProbes,
            TransportOption.ReceiveBuffer => ReceiveState.Capacity,
            TransportOption.UserTimeout => UserTimeoutNs,
            TransportOption.CongestionProvider => Congestion.Algorithm == CongestionAlgorithm.NewReno ? 1 : 2,
            TransportOption.HopLimit => HopLimit == 0 ? profile.DefaultHopLimit : HopLimit,
            TransportOption.TrafficClass => TrafficClass,
            TransportOption.UnicastInterface => InterfaceIndex,
            TransportOption.FailConnectOnIcmpError => FailConnectOnIcmpError ? 1 : 0,
            TransportOption.SilentMode => Silent ? 1 : 0,
            TransportOption.IdealSendBacklog => IdealSendBacklog,
            _ => -1,
        };
        return value < 0 ? NtStatus.NotSupported : NtStatus.Success;
    }

    /// <summary>Takes over what a listener was told for its connections.</summary>
    internal void Inherit(TcpListener listener)
    {
        foreach ((TransportOption option, long value) in listener.InheritedOptions)
        {
            SetOption(option, value);
        }
    }

    private void SetOptionDefaults()
    {
        NoDelay = false;
        FailConnectOnIcmpError = false;
        Silent = false;
        HopLimit = 0;
        TrafficClass = 0;
        InterfaceIndex = 0;
        UserTimeoutNs = 0;
        ReceiveState.Capacity = Tcp.Profile.TcpInitialReceiveBuffer;
        Tuner.Maximum = Tcp.Profile.TcpReceiveBuffer;
        if (Congestion.Algorithm != Tcp.Profile.TcpCongestion)
        {
            Congestion = Tcp.CreateCongestionControl(Tcp.Profile.TcpCongestion);
        }
    }

    private NtStatus SetSimpleOption(TransportOption option, long value)
    {
        switch (option)
        {
            case TransportOption.NoDelay when value is 0 or 1:
                NoDelay = value == 1;
                SendWhatMay();
                return NtStatus.Success;
            case TransportOption.UserTimeout when value >= 0:
                UserTimeoutNs = value;
                return NtStatus.Success;
            case TransportOption.HopLimit when value is >= 0 and <= byte.MaxValue:
                HopLimit = (byte)value;
                return NtStatus.Success;
            case TransportOption.TrafficClass when value is >= 0 and <= byte.MaxValue:
                TrafficClass = (byte)value;
                return NtStatus.Success;
            case TransportOption.UnicastInterface when value is >= 0 and <= uint.MaxValue && _state == TcpState.Closed:
                InterfaceIndex = (uint)value;
                return NtStatus.Success;
            case TransportOption.FailConnectOnIcmpError when value is 0 or 1:
                FailConnectOnIcmpError = value == 1;
                return NtStatus.Success;
            case TransportOption.SilentMode when value is 0 or 1:
                Silent = value == 1;
                return NtStatus.Success;
            case TransportOption.NoDelay or TransportOption.UserTimeout or TransportOption.HopLimit or TransportOption.TrafficClass
                or TransportOption.FailConnectOnIcmpError or TransportOption.SilentMode:
                return NtStatus.InvalidParameter;
            case TransportOption.UnicastInterface:
                return NtStatus.InvalidDeviceState;
            default:
                return NtStatus.NotSupported;
        }
    }

    // What an option held back may leave now.
    private void SendWhatMay()
    {
        if (IsSynchronized)
        {
            Touch();
            Tcp.Settle();
        }
    }

    private NtStatus SetKeepAlive(TransportOption option, long value)
    {
        bool isSwitch = option == TransportOption.KeepAlive;
        if (isSwitch ? value is not (0 or 1) : value <= 0 || (option == TransportOption.KeepAliveCount && value > byte.MaxValue))
        {
            return NtStatus.InvalidParameter;
        }

        KeepAliveState state = KeepAlive ??= new KeepAliveState
        {
            IdleNs = Tcp.Profile.TcpKeepAliveIdleNs,
            IntervalNs = Tcp.Profile.TcpKeepAliveIntervalNs,
            Count = Tcp.Profile.TcpKeepAliveProbes,
        };
        switch (option)
        {
            case TransportOption.KeepAlive:
                state.IsEnabled = value == 1;
                break;
            case TransportOption.KeepAliveTime:
                state.IdleNs = value;
                break;
            case TransportOption.KeepAliveInterval:
                state.IntervalNs = value;
                break;
            case TransportOption.KeepAliveCount:
                state.Count = (int)value;
                break;
        }

        ArmKeepAlive();
        return NtStatus.Success;
    }

    private NtStatus SetReceiveBuffer(long value)
    {
        if (value is < 0 or > int.MaxValue)
        {
            return NtStatus.InvalidParameter;
        }

        // A buffer that the client sets is not tuned; what was promised to the peer stays promised (SHLD-14).
        ReceiveState.Capacity = (int)Math.Max(value, Tcp.Profile.TcpMinimumMss);
        Tuner.Maximum = ReceiveState.Capacity;
        return NtStatus.Success;
    }

    private NtStatus SetCongestionProvider(long value)
    {
        if (value is < 0 or > 2)
        {
            return NtStatus.InvalidParameter;
        }

        if (_state != TcpState.Closed)
        {
            return NtStatus.InvalidDeviceState;
        }

        CongestionAlgorithm wanted = value switch
        {
            0 => Tcp.Profile.TcpCongestion,
            1 => CongestionAlgorithm.NewReno,
            _ => CongestionAlgorithm.Cubic,
        };
        if (Congestion.Algorithm != wanted)
        {
            Congestion = Tcp.CreateCongestionControl(wanted);
        }

        return NtStatus.Success;
    }
}
