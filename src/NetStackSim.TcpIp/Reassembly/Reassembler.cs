using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Puts fragments together: bounded memory, one timer, RFC 815 bookkeeping, RFC 5722 for IPv6 and a policy for IPv4.</summary>
/// <remarks>
/// Fragments wait in the lists that they came in. A NIC lends only so many: beyond <see cref="LentLimit"/> they are copied, so that an incomplete flood
/// cannot take its descriptors away. The whole datagram is a list of the stack whose memory describes the pieces.
/// </remarks>
internal sealed partial class Reassembler<TFamily> : ITimerTarget
    where TFamily : struct, IIpFamily
{
    private const int LentLimit = 64;
    private const int EcnMask = 3;

    // What a datagram and a waiting list occupy beside the memory of the fragments.
    private const int DatagramCost = 512;
    private const int ListCost = 256;

    private readonly IpNetwork _network;
    private readonly Dictionary<FragmentKey, FragmentedDatagram> _byKey = [];
    private readonly KernelTimer _timer;
    private FragmentedDatagram? _oldest;
    private FragmentedDatagram? _newest;
    private FragmentedDatagram? _free;
    private int _memory;
    private int _lent;

    internal Reassembler(IpNetwork network)
    {
        _network = network;
        _timer = new KernelTimer(network.Kernel.Processors[0], this);
    }

    /// <summary>Datagrams that are incomplete now.</summary>
    internal int Pending => _byKey.Count;

    private Ipv4OverlapPolicy Policy => TFamily.Family == IpFamily.V4 ? _network.Profile.Ipv4Overlap : Ipv4OverlapPolicy.DropDatagram;

    /// <summary>Takes a fragment; data starts at its payload. Ownership moves.</summary>
    /// <returns>The whole datagram, data behind its header and <paramref name="info"/> describing it; null while something is missing.</returns>
    internal NetBufferList? Add(NetBufferList fragment, IpInterface incoming, ref IpHeaderInfo info)
    {
        HeaderProblem problem = FragmentRules.Check<TFamily>(fragment, info);
        if (!problem.IsNone)
        {
            return Refuse(fragment, problem);
        }

        FragmentedDatagram datagram = DatagramFor(info, incoming);
        if (datagram.IsBad)
        {
            return Refuse(fragment, new HeaderProblem(IpDrops.FragmentOfBadDatagram));
        }

        if (++datagram.Arrived > _network.Profile.ReassemblyMaxFragments)
        {
            Spoil(datagram);
            return Refuse(fragment, new HeaderProblem(IpDrops.FragmentTooMany));
        }

        if (!Keep(ref fragment, info) || !Insert(datagram, fragment, info))
        {
            return null;
        }

        if (datagram.Map.IsComplete)
        {
            return Complete(datagram, ref info);
        }

        MakeRoom(datagram);
        return null;
    }

    /// <inheritdoc/>
    public void OnTimer(int id)
    {
        while (_oldest is { } datagram && datagram.ExpiresAt <= _network.Kernel.Now)
        {
            if (!datagram.IsBad)
            {
                GiveUp(datagram, IpDrops.ReassemblyTimeout);
            }

            Remove(datagram);
        }

        Arm();
    }

    /// <summary>Gives all fragments back.</summary>
    internal void Reset()
    {
        while (_oldest is { } datagram)
        {
            if (datagram.Map.Count > 0)
            {
                _network.Drops.Drop(IpDrops.ReassemblyShutdown, TFamily.Family, datagram.Map.Pieces[0].Item);
            }

            ReleasePieces(datagram);
            Remove(datagram);
        }

        _timer.Cancel();
    }

    private FragmentedDatagram DatagramFor(in IpHeaderInfo info, IpInterface incoming)
    {
        byte protocol = TFamily.Family == IpFamily.V4 ? info.Protocol : (byte)0;
        FragmentKey key = new(info.Source, info.Destination, info.FragmentId, protocol, incoming.Index);
        if (_byKey.TryGetValue(key, out FragmentedDatagram? datagram))
        {
            return datagram;
        }

        datagram = _free ?? new FragmentedDatagram();
        _free = datagram.Newer;
        datagram.Begin(key, _network.Kernel.Now + _network.Profile.ReassemblyTimeoutNs);
        datagram.Newer = null;
        datagram.Older = _newest;
        if (_newest is null)
        {
            _oldest = datagram;
        }
        else
        {
            _newest.Newer = datagram;
        }

        _newest = datagram;
        _byKey.Add(key, datagram);
        _memory += DatagramCost;
        MakeRoom(datagram);
        Arm();
        return datagram;
    }

    // A fragment that will wait: lent by the NIC while it may, else copied with its headers.
    private bool Keep(ref NetBufferList fragment, in IpHeaderInfo info)
    {
        if ((fragment.Network.Flags & NetworkFlags.StackOwned) != 0)
        {
            return true;
        }

        if (_lent < LentLimit)
        {
            _lent++;
            return true;
        }

        fragment.FirstNetBuffer.Retreat(info.HeaderSize);
        bool copied = _network.Stack.Buffers.TryCopy(fragment, out NetBufferList? copy);
        fragment.FirstNetBuffer.Advance(info.HeaderSize);
        if (!copied)
        {
            Refuse(fragment, new HeaderProblem(IpDrops.ReassemblyAllocation));
            return false;
        }

        copy!.FirstNetBuffer.Advance(info.HeaderSize);
        _network.Stack.Ip.ReturnReceived(fragment);
        fragment = copy;
        return true;
    }

    private bool Insert(FragmentedDatagram datagram, NetBufferList fragment, in IpHeaderInfo info)
    {
        NetBuffer buffer = fragment.FirstNetBuffer;
        int start = info.FragmentOffset;
        int end = start + buffer.DataLength;
        FragmentVerdict verdict = datagram.Map.Insert(ref start, ref end, !info.MoreFragments, fragment, Policy);
        foreach (NetBufferList replaced in datagram.Map.Replaced)
        {
            ReleaseKept(replaced);
        }

        datagram.Map.Replaced.Clear();
        if (verdict != FragmentVerdict.Kept)
        {
            Reject(datagram, fragment, verdict);
            return false;
        }

        _memory += CostOf(fragment);
        buffer.Advance(start - info.FragmentOffset);
        buffer.DataLength = end - start;
        datagram.EcnSeen |= 1 << (info.TrafficClass & EcnMask);
        if (info.FragmentOffset == 0)
        {
            datagram.FirstInfo = info;
        }

        return true;
    }

    private void Reject(FragmentedDatagram datagram, NetBufferList fragment, FragmentVerdict verdict)
    {
        DropCause cause = verdict switch
        {
            FragmentVerdict.Duplicate => IpDrops.FragmentDuplicate,
            FragmentVerdict.Overlap => IpDrops.FragmentOverlap,
            FragmentVerdict.BeyondEnd => IpDrops.FragmentBeyondEnd,
            _ => IpDrops.FragmentEndsDiffer,
        };
        _network.Drops.Drop(cause, TFamily.Family, fragment);
        Release(fragment);
        if (verdict == FragmentVerdict.Overlap)
        {
            Spoil(datagram);
        }
    }

    // Its pieces go, its key stays until the timeout, so that later fragments do not begin a new datagram.
    private void Spoil(FragmentedDatagram datagram)
    {
        _network.Statistics.ReassemblyFailsCount++;
        ReleasePieces(datagram);
        datagram.IsBad = true;
    }

    private void MakeRoom(FragmentedDatagram newest)
    {
        while (_memory > _network.Profile.ReassemblyLimitBytes && _oldest is { } victim && victim != newest)
        {
            if (!victim.IsBad)
            {
                GiveUp(victim, IpDrops.ReassemblyLimit);
            }

            Remove(victim);
        }
    }

    // RFC 1122 section 3.3.2, RFC 8200 section 4.5: the sender is told about a time-out when the first fragment is here.
    private void GiveUp(FragmentedDatagram datagram, DropCause cause)
    {
        _network.Statistics.ReassemblyFailsCount++;
        NetBufferList? first = datagram.Map.Count > 0 ? datagram.Map.Pieces[0].Item : null;
        bool suppressed = _network.Drops.Drop(cause, TFamily.Family, first);
        if (cause == IpDrops.ReassemblyTimeout && datagram.HasFirst && !suppressed)
        {
            first!.Network.IpHeaderSize = (ushort)datagram.FirstInfo.HeaderSize;
            _network.Stack.Icmp.SendReassemblyTimeExceeded(first);
        }

        ReleasePieces(datagram);
    }

    private void ReleasePieces(FragmentedDatagram datagram)
    {
        foreach (FragmentMap<NetBufferList>.Piece piece in datagram.Map.Pieces)
        {
            ReleaseKept(piece.Item);
        }

        datagram.Map.Clear();
    }

    private void ReleaseKept(NetBufferList list)
    {
        _memory -= CostOf(list);
        Release(list);
    }

    // A fragment of a few bytes holds a whole buffer: what counts is what waits, not what it carries.
    private static int CostOf(NetBufferList list) => ListCost + list.FirstNetBuffer.MdlChain!.ByteCount;

    private void Release(NetBufferList list)
    {
        Uncount(list);
        _network.Stack.Ip.ReturnReceived(list);
    }

    private void Uncount(NetBufferList list)
    {
        if ((list.Network.Flags & NetworkFlags.StackOwned) == 0)
        {
            _lent--;
        }
    }

    private NetBufferList? Refuse(NetBufferList fragment, in HeaderProblem problem)
    {
        bool suppressed = _network.Drops.Drop(problem.Cause!, TFamily.Family, fragment);
        if (problem.Report != HeaderProblem.Reporting.None && !suppressed)
        {
            _network.Stack.Icmp.SendParameterProblem(fragment, problem.Code, problem.Pointer, evenToGroups: false);
        }

        _network.Stack.Ip.ReturnReceived(fragment);
        return null;
    }

    private void Remove(FragmentedDatagram datagram)
    {
        _byKey.Remove(datagram.Key);
        _memory -= DatagramCost;
        if (datagram.Older is { } older)
        {
            older.Newer = datagram.Newer;
        }
        else
        {
            _oldest = datagram.Newer;
        }

        if (datagram.Newer is { } newer)
        {
            newer.Older = datagram.Older;
        }
        else
        {
            _newest = datagram.Older;
        }

        datagram.Older = null;
        datagram.Newer = _free;
        _free = datagram;
        Arm();
    }

    private void Arm()
    {
        if (_oldest is { } oldest)
        {
            if (!_timer.IsSet || _timer.DueNs != oldest.ExpiresAt)
            {
                _timer.Set(oldest.ExpiresAt);
            }
        }
        else
        {
            _timer.Cancel();
        }
    }
}
