using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>
/// Holds fragments that are routed through until all of their datagram are here, so that the forward layer sees them as a group. They stay the lists that
/// they came in; few may wait, for they are lent by the NIC.
/// </summary>
internal sealed class ForwardGroups<TFamily> : ITimerTarget
    where TFamily : struct, IIpFamily
{
    private const int ListLimit = 64;

    private readonly IpNetwork _network;
    private readonly Dictionary<FragmentKey, ForwardGroup> _byKey = [];
    private readonly List<ForwardGroup> _byAge = [];
    private readonly KernelTimer _timer;
    private int _lists;

    internal ForwardGroups(IpNetwork network)
    {
        _network = network;
        _timer = new KernelTimer(network.Kernel.Processors[0], this);
    }

    /// <summary>Says whether a packet is a fragment, and which.</summary>
    /// <param name="packet">Data at the IP header.</param>
    /// <param name="info">Its header; for IPv6 filled with what its fragment header says.</param>
    internal static bool IsFragment(NetBufferList packet, ref IpHeaderInfo info)
    {
        if (TFamily.Family == IpFamily.V4)
        {
            return info.IsFragment;
        }

        Span<byte> scratch = stackalloc byte[IPv6Extensions.MaximumChain];
        int length = Math.Min(packet.FirstNetBuffer.DataLength, scratch.Length);
        packet.FirstNetBuffer.TryGetContiguous(length, scratch, out ReadOnlySpan<byte> data);
        IPv6ExtensionReader reader = new(data, (IpProtocol)data[6]);
        while (reader.MoveNext())
        {
            if (reader.Type == IpProtocol.FragmentHeader && IPv6FragmentHeader.TryParse(reader.Data, out IPv6FragmentHeader fragment) && !fragment.IsAtomic)
            {
                info.FragmentId = fragment.Identification;
                info.FragmentOffset = fragment.FragmentOffset;
                info.MoreFragments = fragment.MoreFragments;
                info.HeaderSize = reader.Offset + IPv6FragmentHeader.Size;
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes a fragment, data at its IP header. Ownership moves.</summary>
    /// <returns>The group when nothing of it is missing any more; the caller owns its lists.</returns>
    internal ForwardGroup? Add(NetBufferList packet, in IpHeaderInfo info, IpInterface incoming)
    {
        byte protocol = TFamily.Family == IpFamily.V4 ? info.Protocol : (byte)0;
        FragmentKey key = new(info.Source, info.Destination, info.FragmentId, protocol, incoming.Index);
        if (!_byKey.TryGetValue(key, out ForwardGroup? group))
        {
            group = new ForwardGroup(key, _network.Kernel.Now + _network.Profile.ReassemblyTimeoutNs);
            _byKey.Add(key, group);
            _byAge.Add(group);
        }

        int start = info.FragmentOffset;
        int end = start + info.PacketLength - info.HeaderSize;
        FragmentVerdict verdict = end > start
            ? group.Map.Insert(ref start, ref end, !info.MoreFragments, packet, Ipv4OverlapPolicy.DropDatagram)
            : FragmentVerdict.Overlap;
        if (verdict == FragmentVerdict.Kept)
        {
            _lists++;
            if (group.Map.IsComplete)
            {
                Forget(group);
                return group;
            }
        }
        else
        {
            Drop(packet, IpDrops.ForwardGroupOverlap);
            if (verdict != FragmentVerdict.Duplicate)
            {
                GiveUp(group, IpDrops.ForwardGroupOverlap);
            }
        }

        while (_lists > ListLimit)
        {
            GiveUp(_byAge[0], IpDrops.ForwardGroupLimit);
        }

        Arm();
        return null;
    }

    /// <inheritdoc/>
    public void OnTimer(int id)
    {
        while (_byAge.Count > 0 && _byAge[0].ExpiresAt <= _network.Kernel.Now)
        {
            GiveUp(_byAge[0], IpDrops.ForwardGroupTimeout);
        }

        Arm();
    }

    /// <summary>Gives all fragments back.</summary>
    internal void Reset()
    {
        while (_byAge.Count > 0)
        {
            GiveUp(_byAge[0], IpDrops.ReassemblyShutdown);
        }

        _timer.Cancel();
    }

    private void GiveUp(ForwardGroup group, DropCause cause)
    {
        Forget(group);
        foreach (FragmentMap<NetBufferList>.Piece piece in group.Map.Pieces)
        {
            Drop(piece.Item, cause);
        }
    }

    private void Forget(ForwardGroup group)
    {
        _byKey.Remove(group.Key);
        _byAge.Remove(group);
        _lists -= group.Map.Count;
    }

    private void Drop(NetBufferList packet, DropCause cause)
    {
        _network.Drops.Drop(cause, TFamily.Family, packet);
        _network.Stack.Ip.ReturnReceived(packet);
    }

    private void Arm()
    {
        if (_byAge.Count == 0)
        {
            _timer.Cancel();
        }
        else if (!_timer.IsSet || _timer.DueNs != _byAge[0].ExpiresAt)
        {
            _timer.Set(_byAge[0].ExpiresAt);
        }
    }
}
