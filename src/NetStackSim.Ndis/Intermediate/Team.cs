using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>One team: its members, which of them carry traffic, and the virtual miniport above them.</summary>
internal sealed class Team : IWorkItemTarget
{
    private static readonly NdisStatusCode[] FollowedChanges =
    [
        NdisStatusCode.TaskOffloadHardwareCapabilities, NdisStatusCode.TaskOffloadCurrentConfig, NdisStatusCode.L2MtuSizeChange, NdisStatusCode.LinkState,
    ];

    private readonly TeamDriver _driver;
    private readonly WorkItem _announce;
    private TeamMember[] _members = [];
    private TeamMember[] _active = [];
    private TeamMiniport? _miniport;
    private bool _isHeld;
    private bool _isLeaving;

    public Team(TeamDriver driver, TeamOptions options)
    {
        _driver = driver;
        Options = options;
        _announce = new WorkItem(driver.Runtime.Kernel, this);
    }

    public TeamOptions Options { get; }

    public IntermediateBuffers Buffers => _driver.Buffers;

    /// <summary>Names of the adapters that belong to the team, bound or not, in order of preference.</summary>
    public List<string> MemberNames { get; } = [];

    public bool HasMembers => _members.Length != 0;

    /// <summary>The bound members in order of preference.</summary>
    public ReadOnlySpan<TeamMember> Members => _members;

    /// <summary>The members that carry traffic, the primary one first.</summary>
    public ReadOnlySpan<TeamMember> Active => _active;

    /// <summary>The member that has the address of the team.</summary>
    public TeamMember? Primary { get; private set; }

    /// <summary>The virtual miniport; null before the first member and after the last one.</summary>
    public TeamMiniport? Miniport => _miniport;

    /// <summary>An adapter was bound.</summary>
    public void Add(TeamMember member)
    {
        bool isFirst = !HasMembers;
        _members = [.. _members.Append(member).OrderBy(each => MemberNames.IndexOf(each.Binding.Adapter.Name))];
        if (isFirst)
        {
            _driver.InitializeDevice(this);
            return;
        }

        if (_miniport is { } miniport && !_isLeaving)
        {
            AddStackEntry(miniport, member);
            miniport.SetLowers(_members);
            OidFanOut nobody = new(null, null);
            PushWishes(nobody, Oid.GenCurrentPacketFilter);
            PushWishes(nobody, Oid.Ethernet8023MulticastList);
        }

        Update();
    }

    /// <summary>The virtual miniport was disabled alone and comes back.</summary>
    public NtStatus ReEnable(string name) => name == Options.Name && HasMembers ? _driver.InitializeDevice(this) : NtStatus.Success;

    /// <summary>An adapter is being unbound.</summary>
    public void Remove(TeamMember member)
    {
        _members = [.. _members.Where(other => other != member)];
        if (_miniport is not { } miniport)
        {
            _driver.CancelDevice(this);
            return;
        }

        if (!HasMembers)
        {
            _isLeaving = true;

            // The miniport keeps its last adapter to the end: requests and cancels still find it.
            _active = [];
            Primary = null;
            _driver.Runtime.DeinitializeDeviceInstance(miniport.Adapter);
            return;
        }

        DeleteStackEntry(miniport, member);
        miniport.SetLowers(_members);
        Update();
    }

    /// <summary>The virtual miniport was initialised.</summary>
    public void Attach(TeamMiniport miniport)
    {
        _miniport = miniport;
        foreach (TeamMember member in _members)
        {
            AddStackEntry(miniport, member);
        }

        _isHeld = MustHold;
        if (_isHeld)
        {
            miniport.Adapter.NetPnPEvent(NetPnPEventCode.RequirePause);
        }
    }

    /// <summary>The virtual miniport was halted.</summary>
    public void Detach(TeamMiniport miniport)
    {
        _miniport = null;
        _isLeaving = false;
        foreach (LowerEdge lower in miniport.Lowers)
        {
            DeleteStackEntry(miniport, lower);
            lower.OnUpperHalted();
        }

        _driver.OnHalted();
    }

    /// <summary>Members, their links or their states changed: who carries traffic is computed anew, and everybody who must know is told.</summary>
    public void Update()
    {
        TeamMember? primary = ChoosePrimary();
        _active = primary is null ? [] : Options.Mode == TeamMode.ActiveStandby ? [primary] : [primary, .. _members.Where(member => MayCarry(member, primary))];
        if (primary != Primary)
        {
            Primary = primary;
            PushWishes(new OidFanOut(null, null), Oid.GenCurrentPacketFilter);
            if (primary is not null && _miniport is not null && Options.AnnouncesTakeover)
            {
                _announce.Queue();
            }
        }

        foreach (NdisStatusCode code in FollowedChanges)
        {
            _miniport?.IndicateChanges(code);
        }

        UpdateHold();
    }

    /// <summary>Sets on every member what it has to receive: everything that is wanted on the primary one, frames to itself on the others.</summary>
    public void PushWishes(OidFanOut fanOut, Oid changed)
    {
        if (_miniport is not { } miniport)
        {
            return;
        }

        foreach (TeamMember member in _members)
        {
            if (!member.IsOpenForRequests)
            {
                continue;
            }

            fanOut.Submit(member, changed == Oid.GenCurrentPacketFilter
                ? OidRequest.Set(changed, (uint)FilterOf(member, miniport.Wishes))
                : OidRequest.Set(changed, VirtualMiniportOids.Encode(miniport.Wishes.Groups).AsMemory()));
        }
    }

    /// <inheritdoc/>
    void IWorkItemTarget.OnWorkItem(WorkItem workItem)
    {
        if (Primary is not { IsUp: true } primary || _miniport is not { } miniport || !_driver.Announcements.TryRent(out NetBufferList? list))
        {
            return;
        }

        list.FirstNetBuffer.DataLength = TeamAnnouncement.Size;
        TeamAnnouncement.Write(list.FirstNetBuffer.GetWritable(TeamAnnouncement.Size), miniport.Wishes.Address);
        NetBufferListChain chain = new(list);
        primary.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
    }

    private TeamMember? ChoosePrimary() =>
        !Options.ReturnsToPreferred && Primary is { IsUp: true } present && _members.Contains(present) ? present : Array.Find(_members, static member => member.IsUp);

    // A member whose own address is that of the team would show it to the switch on a second port.
    private bool MayCarry(TeamMember member, TeamMember primary) => member != primary && member.IsUp && member.Address != _miniport?.Wishes.Address;

    private bool MustHold
    {
        get
        {
            bool isCarried = false;
            foreach (TeamMember member in _members)
            {
                if (member.IsDraining)
                {
                    return true;
                }

                isCarried |= member.IsRunning;
            }

            return !isCarried;
        }
    }

    // The stack above pauses while no member runs, and while a member that pauses waits for lists that drivers above still have.
    private void UpdateHold()
    {
        bool mustHold = MustHold;
        if (mustHold != _isHeld && _miniport is { } miniport)
        {
            _isHeld = mustHold;
            miniport.Adapter.NetPnPEvent(mustHold ? NetPnPEventCode.RequirePause : NetPnPEventCode.AllowStart);
        }
    }

    private PacketFilter FilterOf(TeamMember member, ReceiveWishes wishes)
    {
        PacketFilter filter = wishes.Filter;
        if (member == Primary)
        {
            bool isForeign = wishes.Address != member.Address && (filter & PacketFilter.Directed) != 0;
            return filter | (isForeign ? PacketFilter.Promiscuous : PacketFilter.None);
        }

        return Options.Mode == TeamMode.AddressHash ? filter & PacketFilter.Directed : PacketFilter.None;
    }

    private void AddStackEntry(TeamMiniport miniport, LowerEdge lower) =>
        _driver.Runtime.AddInterfaceStackEntry(miniport.Adapter.Attributes.IfIndex, lower.Binding.Attributes.IfIndex);

    private void DeleteStackEntry(TeamMiniport miniport, LowerEdge lower) =>
        _driver.Runtime.DeleteInterfaceStackEntry(miniport.Adapter.Attributes.IfIndex, lower.Binding.Attributes.IfIndex);
}
