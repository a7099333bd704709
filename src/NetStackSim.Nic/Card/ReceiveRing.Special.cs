using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <content>Frames of a ring that does more than bind, verify and coalesce TCP: one branch keeps all of it off the path of the others.</content>
internal sealed partial class ReceiveRing
{
    private DatagramCoalescer? _datagrams;
    private bool _isSpecial;
    private bool _splits;

    private bool LendsAlways => _nic.Faults is { Profile.LendsAlways: true };

    private void ConfigureSpecial(OffloadCapabilities offloads)
    {
        _datagrams = offloads.CoalesceUdp ? _datagrams ?? new DatagramCoalescer() : null;
        _splits = _nic.Options.HeaderDataSplit && !_nic.CombinesAllHeaders;
        _isSpecial = _datagrams is not null || _splits || _nic.WantsVlan || _nic.VmQueues.IsActive || _nic.Faults is not null
            || _nic.Filter.IsImperfect;
    }

    private ushort BuildSpecial(ref NetBufferListChain chain, Frame frame, bool isLoan)
    {
        ReceiveFilterParameters? filter = _nic.VmQueues.IsActive ? _nic.VmQueues.Match(frame.Data) : null;
        FrameHeaders headers = FrameHeaders.Parse(frame.Data);
        VlanInfo vlan = default;
        if (headers.HasTag ? !TryTakeTag(frame, ref headers, out vlan) : filter is null && _nic.WantsVlan && !_nic.Filter.IsPromiscuous)
        {
            Drop(frame, NicDropReasons.WrongVlan);
            return headers.EtherType;
        }

        if (filter is null && !_nic.Filter.Accepts(frame.Data))
        {
            // It was for a queue that has gone since.
            Drop(frame, NicDropReasons.Filtered);
            return headers.EtherType;
        }

        if ((headers.IsUdp && frame.Wire.Checksum == ChecksumState.Partial && !FrameChecksum.TryComplete(ref frame))
            || (filter is not null && !isLoan && !TryCopy(ref frame)))
        {
            Drop(frame, NicDropReasons.NoReceiveMemory);
            return headers.EtherType;
        }

        ReceiveChecksumInfo checksum = ReceiveChecksumEngine.Verify(frame.Data, frame.Wire, headers, _checksums);
        checksum = _nic.Faults?.Say(checksum) ?? checksum;
        return Join(ref chain, frame, headers, checksum, vlan, filter);
    }

    // Units are of the card's own queue: the buffers of a virtual machine are its own, one for each frame.
    private ushort Join(
        ref NetBufferListChain chain, Frame frame, in FrameHeaders headers, ReceiveChecksumInfo checksum, VlanInfo vlan, ReceiveFilterParameters? filter)
    {
        bool canStartTcp = false;
        bool canStartUdp = false;
        bool joins = filter is null && !_splits;
        if ((joins && headers.IsTcp && (headers.IsIPv4 ? _coalescesV4 : _coalescesV6) && _coalescer.TryAppend(frame, headers, checksum, vlan, out canStartTcp))
            || (joins && headers.IsUdp && _datagrams is not null && _datagrams.TryAppend(frame, headers, checksum, vlan, out canStartUdp)))
        {
            return headers.EtherType;
        }

        if (!_lists.TryRent(out NetBufferList? list))
        {
            Drop(frame, NicDropReasons.NoReceiveMemory);
            return headers.EtherType;
        }

        BindSpecial(list, ref frame, headers, checksum);
        list.Vlan = vlan;
        if (filter is not null)
        {
            _nic.VmQueues.Tag(list, frame, filter);
        }

        chain.Add(list);
        if (canStartTcp)
        {
            _coalescer.Start(list, frame, headers);
        }
        else if (canStartUdp)
        {
            _datagrams!.Start(list, frame, headers);
        }

        return headers.EtherType;
    }

    private void BindSpecial(NetBufferList list, ref Frame frame, in FrameHeaders headers, ReceiveChecksumInfo checksum)
    {
        Kernel.Mdl? data = null;
        bool split = _splits && !frame.Wire.IsLarge && _nic.Splitter.TrySplit(ref frame, headers, out data);
        Bind(list, frame, headers, checksum);
        if (split)
        {
            frame.Mdl.Next = data;
            list.FirstNetBuffer.DataLength += data!.ByteCount;
            list.NblFlags |= HeaderDataSplitter.Flags;
        }
        else if (_nic.Faults is { Profile.MdlTail: > 0 and int tail })
        {
            frame.Mdl.ByteCount += Math.Min(tail, frame.Capacity - frame.Length);
        }
    }

    private void FinishSpecial(in NetBufferListChain chain, ref ReceiveFlags flags)
    {
        _datagrams?.Flush();
        flags &= _nic.Filter.IsImperfect ? ~ReceiveFlags.PerfectFiltered : ~ReceiveFlags.None;
        if (!_nic.VmQueues.IsActive || chain.Head is not { } head)
        {
            return;
        }

        for (NetBufferList? list = head.Next; list is not null; list = list.Next)
        {
            if (list.Filtering.QueueId != head.Filtering.QueueId)
            {
                return;
            }
        }

        flags |= ReceiveFlags.SingleQueue;
    }
}
