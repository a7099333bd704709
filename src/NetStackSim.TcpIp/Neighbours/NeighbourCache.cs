using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The neighbours of one interface and family: a bounded table (RFC 6583) with the timing values of RFC 4861 for ARP and ND alike.</summary>
internal sealed class NeighbourCache
{
    private const long ReachableRenewal = 2L * 3600 * 1_000_000_000;

    private readonly Dictionary<IpAddress, Neighbour> _byAddress = [];
    private readonly List<Neighbour> _neighbours = [];
    private readonly SimKernel _kernel;
    private readonly StackProfile _profile;
    private readonly RandomStream _random;
    private long _reachableTime;
    private long _reachableChosenAt;

    internal NeighbourCache(IpNetwork network, IpInterface outgoing, INeighbourDiscovery discovery, RandomStream random)
    {
        Network = network;
        Interface = outgoing;
        Discovery = discovery;
        _kernel = network.Kernel;
        _profile = network.Profile;
        _random = random;
        Processor = _kernel.Processors[0];
        BaseReachableTime = _profile.NeighbourReachableNs;
        RetransmitTime = _profile.NeighbourRetransmitNs;
        ChooseReachableTime();
    }

    internal IpNetwork Network { get; }

    internal IpInterface Interface { get; }

    internal INeighbourDiscovery Discovery { get; }

    internal Processor Processor { get; }

    internal long Now => _kernel.Now;

    internal int QueueLimit => _profile.NeighbourQueueLimit;

    internal int MulticastLimit => _profile.NeighbourMulticastSolicits;

    internal int UnicastLimit => _profile.NeighbourUnicastSolicits;

    internal long DelayTime => _profile.NeighbourDelayNs;

    internal long BaseReachableTime { get; }

    internal long RetransmitTime { get; }

    /// <summary>The neighbours in the order in which they were made.</summary>
    internal IReadOnlyList<Neighbour> Neighbours => _neighbours;

    /// <summary>The random reachable time, half to one and a half times the base, chosen anew every two hours (RFC 4861 section 6.3.4).</summary>
    internal long ReachableTime
    {
        get
        {
            if (Now - _reachableChosenAt > ReachableRenewal)
            {
                ChooseReachableTime();
            }

            return _reachableTime;
        }
    }

    /// <summary>Finds a neighbour without making one.</summary>
    internal Neighbour? Find(in IpAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>Finds or makes a neighbour; makes room when the table is full.</summary>
    internal Neighbour GetOrAdd(in IpAddress address)
    {
        if (_byAddress.TryGetValue(address, out Neighbour? found))
        {
            return found;
        }

        if (_neighbours.Count >= _profile.NeighbourCacheLimit)
        {
            Evict();
        }

        Neighbour neighbour = new(this, address);
        _byAddress.Add(address, neighbour);
        _neighbours.Add(neighbour);
        return neighbour;
    }

    /// <summary>Forgets a neighbour.</summary>
    internal void Remove(Neighbour neighbour, DropCause cause)
    {
        if (_byAddress.Remove(neighbour.Address))
        {
            _neighbours.Remove(neighbour);
            neighbour.Detach(cause);
        }
    }

    /// <summary>Forgets all neighbours; permanent ones too when the interface goes away.</summary>
    internal void Flush(bool includePermanent)
    {
        for (int i = _neighbours.Count - 1; i >= 0; i--)
        {
            if (includePermanent || _neighbours[i].State != NeighbourState.Permanent)
            {
                Remove(_neighbours[i], IpDrops.NeighbourUnresolved);
            }
        }
    }

    /// <summary>Fails packets that wait in memory which an interface lent.</summary>
    internal void FailWaitingFrom(uint interfaceIndex)
    {
        // By index: an ICMP error about a failed packet may add the neighbour of its sender.
        for (int i = 0; i < _neighbours.Count; i++)
        {
            _neighbours[i].FailWaitingFrom(interfaceIndex);
        }
    }

    private void ChooseReachableTime()
    {
        _reachableChosenAt = Now;
        _reachableTime = _random.Next(BaseReachableTime / 2, (BaseReachableTime * 3 / 2) + 1);
    }

    // RFC 6583 section 7.1: unresolved entries go first, then what was not used for the longest time.
    private void Evict()
    {
        Neighbour? victim = null;
        int victimRank = int.MaxValue;
        foreach (Neighbour candidate in _neighbours)
        {
            int rank = Rank(candidate.State);
            if (rank < victimRank || (rank == victimRank && candidate.LastUsed < victim!.LastUsed))
            {
                victim = candidate;
                victimRank = rank;
            }
        }

        Remove(victim!, IpDrops.NeighbourCacheFull);
    }

    private static int Rank(NeighbourState state) => state switch
    {
        NeighbourState.None or NeighbourState.Incomplete or NeighbourState.Unreachable => 0,
        NeighbourState.Stale => 1,
        NeighbourState.Permanent => 3,
        _ => 2,
    };
}
