using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The settings and state that an interface has once per family (<c>MIB_IPINTERFACE_ROW</c>).</summary>
public sealed class InterfaceFamily
{
    private readonly IpInterface _owner;
    private int _mtu;
    private bool _forwarding;

    internal InterfaceFamily(IpInterface owner, IpFamily family, int mtu, StackProfile profile)
    {
        _owner = owner;
        Family = family;
        _mtu = mtu;
        WeakHostSend = !profile.StrongHostSend;
        WeakHostReceive = !profile.StrongHostReceive;
        HopLimit = profile.DefaultHopLimit;
    }

    /// <summary>The family.</summary>
    public IpFamily Family { get; }

    /// <summary>False: packets of this family are dropped (the protocol is unbound from the adapter).</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Bytes of the largest IP packet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 576 (IPv4) or 1280 (IPv6), or above what the link carries.</exception>
    public int Mtu
    {
        get => _mtu;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, Family == IpFamily.V4 ? 576 : 1280);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _owner.LinkMtu);
            _mtu = value;
            _owner.Changed();
        }
    }

    /// <summary>Packets for others that come in here are routed on. Switches the interface to the weak host model and receive coalescing off, as Windows does.</summary>
    public bool Forwarding
    {
        get => _forwarding;
        set
        {
            _forwarding = value;
            WeakHostSend |= value;
            WeakHostReceive |= value;
            if (value)
            {
                _owner.Link.DisableCoalescing();
            }

            _owner.Changed();
        }
    }

    /// <summary>Packets from addresses of other interfaces may leave here.</summary>
    public bool WeakHostSend { get; set; }

    /// <summary>Packets for addresses of other interfaces are accepted here.</summary>
    public bool WeakHostReceive { get; set; }

    /// <summary>TTL or hop limit of what the transports send by default.</summary>
    public byte HopLimit { get; set; }

    /// <summary>The neighbours on the link; null where there is no link (loopback).</summary>
    internal NeighbourCache? Neighbours { get; set; }

    /// <summary>An MTU that nobody lowered follows that of the link; none is above it.</summary>
    internal void FollowLink(int before, int now)
    {
        if (_mtu == before || _mtu > now)
        {
            _mtu = now;
        }
    }

    // One entry: the addresses of the last packet that passed all checks. Bulk traffic repeats them.
    internal IpAddress LastSource;
    internal IpAddress LastDestination;
    internal int LastGeneration;

    // The same for packets that are routed on.
    internal IpAddress LastForwardSource;
    internal IpAddress LastForwardDestination;
    internal int LastForwardGeneration;
}
