using System.Diagnostics;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>One neighbour on a link: its state, its link address, and the lists that wait for it.</summary>
/// <remarks>
/// Runs <see cref="NeighbourTransitions"/>. The reachable time is not a timer: it is compared when the neighbour is used, so that an idle host has no
/// events. Lists wait with their complete headers but for the destination link address.
/// </remarks>
internal sealed class Neighbour : ITimerTarget
{
    // Long enough not to flap, short enough to come back to a gateway that was restarted.
    private const long AvoidTime = 60_000_000_000;

    private readonly NeighbourCache _cache;
    private readonly KernelTimer _timer;
    private readonly IpAddress _address;
    private NetBufferListQueue _waiting;
    private NeighbourState _state;
    private long _reachableUntil;
    private int _solicitations;

    internal Neighbour(NeighbourCache cache, in IpAddress address)
    {
        _cache = cache;
        _address = address;
        _timer = new KernelTimer(cache.Processor, this);
    }

    /// <summary>The IP address.</summary>
    internal IpAddress Address => _address;

    /// <summary>The link address; zero while it is not known.</summary>
    internal MacAddress LinkAddress { get; private set; }

    /// <summary>Raised when the link address changes, so that header templates notice.</summary>
    internal int AddressVersion { get; private set; }

    /// <summary>It said that it is a router (R flag).</summary>
    internal bool IsRouter { get; set; }

    /// <summary>The cache has forgotten it: holders ask the cache again.</summary>
    internal bool IsDetached { get; private set; }

    /// <summary>Until when routes through it are avoided because it did not answer (dead gateway detection, RFC 1122 section 3.3.1.4).</summary>
    internal long AvoidUntil { get; private set; }

    /// <summary>When it was last used, for eviction.</summary>
    internal long LastUsed { get; private set; }

    /// <summary>The interface.</summary>
    internal IpInterface Interface => _cache.Interface;

    /// <summary>Lists that wait for resolution.</summary>
    internal int WaitingCount => _waiting.Count;

    /// <summary>The state now.</summary>
    internal NeighbourState State
    {
        get
        {
            if (_state == NeighbourState.Reachable && _cache.Now >= _reachableUntil)
            {
                Apply(NeighbourEvent.ReachableExpired);
            }

            return _state;
        }
    }

    /// <summary>Asks whether a chain may leave now; starts whatever the state machine wants when a packet is sent.</summary>
    /// <returns>True: the link address is known and good enough to send. False: let the chain wait.</returns>
    internal bool Use()
    {
        long now = _cache.Now;
        LastUsed = now;
        if (_state == NeighbourState.Reachable && now < _reachableUntil)
        {
            return true;
        }

        return UseSlow();
    }

    /// <summary>Puts lists into the queue; the oldest leave it when it is full.</summary>
    internal void Wait(ref NetBufferListChain chain)
    {
        _waiting.Enqueue(ref chain);
        if (_waiting.Count > _cache.QueueLimit)
        {
            NetBufferListChain all = default;
            NetBufferListChain dropped = default;
            _waiting.MoveTo(ref all);
            while (all.Count > _cache.QueueLimit)
            {
                dropped.Add(all.RemoveFirst()!);
            }

            _waiting.Enqueue(ref all);
            _cache.Network.FailWaiting(ref dropped, this, IpDrops.NeighbourQueueFull);
        }
    }

    /// <summary>An upper layer saw that packets arrive.</summary>
    internal void ConfirmProgress()
    {
        if (_state == NeighbourState.Reachable)
        {
            _reachableUntil = _cache.Now + _cache.ReachableTime;
            return;
        }

        if (LinkAddress != MacAddress.None)
        {
            Apply(NeighbourEvent.Progress);
        }
    }

    /// <summary>The neighbour answered a solicitation.</summary>
    internal void Confirm(MacAddress linkAddress)
    {
        SetLinkAddress(linkAddress);
        Apply(NeighbourEvent.Confirmed);
    }

    /// <summary>A packet of the neighbour told its link address without being asked.</summary>
    internal void Learn(MacAddress linkAddress)
    {
        if (LinkAddress == linkAddress && _state is not (NeighbourState.None or NeighbourState.Incomplete))
        {
            Apply(NeighbourEvent.SeenAgain);
            return;
        }

        SetLinkAddress(linkAddress);
        Apply(NeighbourEvent.Learned);
    }

    /// <summary>An advertisement without override carries another link address.</summary>
    internal void Contradict() => Apply(NeighbourEvent.Contradicted);

    /// <summary>Configuration sets the link address for good.</summary>
    internal void MakePermanent(MacAddress linkAddress)
    {
        _state = NeighbourState.None;
        SetLinkAddress(linkAddress);
        _timer.Cancel();
        _state = NeighbourState.Permanent;
        Flush();
    }

    /// <summary>Fails what waits here in memory that an interface lent: the interface wants it back.</summary>
    internal void FailWaitingFrom(uint interfaceIndex)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        NetBufferListChain all = default;
        NetBufferListChain lent = default;
        _waiting.MoveTo(ref all);
        while (all.RemoveFirst() is { } list)
        {
            if (Lends(list, interfaceIndex))
            {
                lent.Add(list);
            }
            else
            {
                _waiting.Enqueue(list);
            }
        }

        _cache.Network.FailWaiting(ref lent, this, IpDrops.NeighbourUnresolved);
    }

    /// <summary>Leaves the cache: the timer stops and what waits fails.</summary>
    internal void Detach(DropCause cause)
    {
        IsDetached = true;
        _timer.Cancel();
        _state = NeighbourState.None;
        Fail(cause);
    }

    /// <inheritdoc/>
    public void OnTimer(int id)
    {
        int limit = _state == NeighbourState.Incomplete ? _cache.MulticastLimit : _cache.UnicastLimit;
        bool exhausted = _state != NeighbourState.Delay && _solicitations >= limit;
        Apply(exhausted ? NeighbourEvent.Exhausted : NeighbourEvent.TimerExpired);
    }

    // Forwarded packets and echo replies are sent out of the memory of the packet that came in.
    private static bool Lends(NetBufferList list, uint interfaceIndex) =>
        (list.Parent ?? list.ProtocolReserved0 as NetBufferList) is { } received && received.Network.InterfaceIndex == interfaceIndex;

    private bool UseSlow()
    {
        if (_state == NeighbourState.Reachable)
        {
            Apply(NeighbourEvent.ReachableExpired);
        }

        Apply(NeighbourEvent.Used);
        return _state is not NeighbourState.Incomplete;
    }

    private void Apply(NeighbourEvent e)
    {
        NeighbourState before = _state;
        (_state, NeighbourAction action) = NeighbourTransitions.Next(before, e);
        Debug.Assert(_state is NeighbourState.None or NeighbourState.Incomplete || LinkAddress != MacAddress.None || before == NeighbourState.Incomplete,
            "A neighbour in a usable state has a link address.");
        if (_state == NeighbourState.Unreachable && before != NeighbourState.Unreachable)
        {
            AvoidUntil = _cache.Now + AvoidTime;
            _cache.Network.OnNeighbourUnreachable(this);
        }
        else if (_state == NeighbourState.Reachable)
        {
            AvoidUntil = 0;
        }

        Act(action, before);
    }

    private void Act(NeighbourAction action, NeighbourState before)
    {
        switch (action)
        {
            case NeighbourAction.Resolve:
                _solicitations = 0;
                Solicit(unicast: false);
                break;
            case NeighbourAction.SolicitMulticast:
                Solicit(unicast: false);
                break;
            case NeighbourAction.SolicitUnicast:
                _solicitations = before == NeighbourState.Probe ? _solicitations : 0;
                Solicit(unicast: true);
                break;
            case NeighbourAction.StartDelay:
                _timer.SetAfter(_cache.DelayTime);
                break;
            case NeighbourAction.Refresh:
            case NeighbourAction.RefreshAndFlush:
                _timer.Cancel();
                _reachableUntil = _cache.Now + _cache.ReachableTime;
                break;
            case NeighbourAction.Stop:
            case NeighbourAction.Flush:
                _timer.Cancel();
                break;
            case NeighbourAction.Fail:
                _timer.Cancel();
                Fail(IpDrops.NeighbourUnresolved);
                return;
        }

        if (action is NeighbourAction.Flush or NeighbourAction.RefreshAndFlush)
        {
            Flush();
        }
    }

    private void Solicit(bool unicast)
    {
        _solicitations++;
        _timer.SetAfter(_cache.RetransmitTime);
        _cache.Discovery.Solicit(this, unicast);
    }

    private void SetLinkAddress(MacAddress linkAddress)
    {
        if (LinkAddress != linkAddress && _state != NeighbourState.Permanent)
        {
            LinkAddress = linkAddress;
            AddressVersion++;
        }
    }

    private void Flush()
    {
        if (_waiting.Count > 0)
        {
            NetBufferListChain chain = default;
            _waiting.MoveTo(ref chain);
            _cache.Network.SendWaiting(ref chain, this);
        }
    }

    private void Fail(DropCause cause)
    {
        if (_waiting.Count > 0)
        {
            NetBufferListChain chain = default;
            _waiting.MoveTo(ref chain);
            _cache.Network.FailWaiting(ref chain, this, cause);
        }
    }
}
