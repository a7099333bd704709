using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>An IP interface: an adapter that TCP/IP is bound to, or the loopback interface.</summary>
/// <remarks>Made by the stack when NDIS binds it. All members run on the loop of the host, IRQL at most Dispatch.</remarks>
public sealed class IpInterface
{
    /// <summary>IANA interface type of Ethernet.</summary>
    public const ushort EthernetType = 6;

    /// <summary>IANA interface type of software loopback.</summary>
    public const ushort LoopbackType = 24;

    private readonly List<InterfaceAddress> _addresses = [];
    private readonly List<MulticastMembership> _groups = [];
    private readonly TcpIpStack _stack;
    private uint _metric;
    private bool _isUp;

    internal IpInterface(TcpIpStack stack, ILink link, uint index, string name, ushort type)
    {
        _stack = stack;
        Link = link;
        Index = index;
        Name = name;
        Type = type;
        LinkMtu = link.Mtu;
        V4 = new InterfaceFamily(this, IpFamily.V4, link.Mtu, stack.Profile);
        V6 = new InterfaceFamily(this, IpFamily.V6, link.Mtu, stack.Profile);
        _metric = InterfaceMetric.Automatic(type, link.Speed);
    }

    /// <summary>Who gets copies of all packets; null while nobody does.</summary>
    internal PacketTap? PacketTap { get; set; }

    /// <summary>The interface index, unique on the host; 1 is loopback.</summary>
    public uint Index { get; }

    /// <summary>The friendly name.</summary>
    public string Name { get; }

    /// <summary>IANA type: 6 Ethernet, 24 software loopback.</summary>
    public ushort Type { get; }

    /// <summary>The routing compartment; 1 is the default one.</summary>
    public uint Compartment => 1;

    /// <summary>True for the loopback interface.</summary>
    public bool IsLoopback => Type == LoopbackType;

    /// <summary>The MAC address; zero for loopback.</summary>
    public MacAddress PhysicalAddress => Link.Address;

    /// <summary>Bits a second; 0 when unknown.</summary>
    public ulong LinkSpeed => Link.Speed;

    /// <summary>Bytes of the largest packet that the link carries.</summary>
    public int LinkMtu { get; private set; }

    /// <summary>True when packets can pass: bound, running and connected.</summary>
    public bool IsUp
    {
        get => _isUp;
        internal set
        {
            if (_isUp != value)
            {
                _isUp = value;
                Changed();
            }
        }
    }

    /// <summary>The interface metric, added to that of each route.</summary>
    public uint Metric
    {
        get => _metric;
        set
        {
            _metric = value;
            Changed();
        }
    }

    /// <summary>IPv4 settings.</summary>
    public InterfaceFamily V4 { get; }

    /// <summary>IPv6 settings.</summary>
    public InterfaceFamily V6 { get; }

    /// <summary>The unicast addresses in the order in which they were added.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses => _addresses;

    /// <summary>What the NIC computes for the stack.</summary>
    public OffloadCapabilities Offloads => Link.Offloads;

    /// <summary>Counters of IP packets.</summary>
    public InterfaceStatistics Statistics { get; } = new();

    internal ILink Link { get; }

    internal IReadOnlyList<MulticastMembership> Groups => _groups;

    /// <summary>The settings of one family.</summary>
    public InterfaceFamily For(IpFamily family) => family == IpFamily.V4 ? V4 : V6;

    /// <summary>Finds an address of this interface.</summary>
    /// <returns>Null when it is not one, in whatever state.</returns>
    public InterfaceAddress? FindAddress(in IpAddress address)
    {
        foreach (InterfaceAddress candidate in _addresses)
        {
            if (candidate.Address == address)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>True for the limited broadcast address and the directed broadcast address of a prefix of this interface.</summary>
    public bool IsBroadcast(in IpAddress address)
    {
        if (address.IsV6 || address.IsLimitedBroadcast)
        {
            return address.IsLimitedBroadcast;
        }

        foreach (InterfaceAddress candidate in _addresses)
        {
            if (candidate.Prefix.HasBroadcast && candidate.Prefix.Broadcast == address)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when packets to a multicast group are received here.</summary>
    public bool IsMember(in IpAddress group)
    {
        foreach (MulticastMembership membership in _groups)
        {
            if (membership.Group == group)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Index})";

    internal void Add(InterfaceAddress address) => _addresses.Add(address);

    internal bool Remove(InterfaceAddress address) => _addresses.Remove(address);

    /// <summary>Route decisions that mention this interface are no longer good.</summary>
    internal void Changed() => _stack.OnInterfaceChanged(this);

    /// <summary>The link carries packets of another size since it restarted (a filter came or went).</summary>
    internal void UpdateLinkMtu(int mtu)
    {
        if (mtu == LinkMtu)
        {
            return;
        }

        int before = LinkMtu;
        LinkMtu = mtu;
        V4.FollowLink(before, mtu);
        V6.FollowLink(before, mtu);
        Changed();
    }

    /// <summary>Joins a group once more; the link is told about the first join.</summary>
    internal void Join(in IpAddress group)
    {
        foreach (MulticastMembership membership in _groups)
        {
            if (membership.Group == group)
            {
                membership.References++;
                return;
            }
        }

        _groups.Add(new MulticastMembership(group));
        Link.UpdateMulticastFilter(_groups);
    }

    /// <summary>Leaves a group; the link is told about the last leave.</summary>
    /// <returns>False when the group was not joined.</returns>
    internal bool Leave(in IpAddress group)
    {
        for (int i = 0; i < _groups.Count; i++)
        {
            if (_groups[i].Group == group)
            {
                if (--_groups[i].References == 0)
                {
                    _groups.RemoveAt(i);
                    Link.UpdateMulticastFilter(_groups);
                }

                return true;
            }
        }

        return false;
    }
}
