using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>The receive side of the card: posted descriptors, the frames that fill them, and the lists above the card.</summary>
/// <remarks>
/// A frame that passes the filter spends a descriptor; its memory is bound to it without a copy. It is copied when it is shared, or when descriptors run so low
/// that lists are indicated with RESOURCES. The descriptor is posted again when its list comes back.
/// </remarks>
internal sealed partial class ReceiveRing
{
    private readonly SimKernel _kernel;
    private readonly VirtualNic _nic;
    private readonly FramePool _frames;
    private readonly NetBufferListPool _lists;
    private readonly NicQueue _queue;
    private readonly bool _isOneOfMany;
    private bool _reportsHash;
    private bool _marksLists;
    private readonly ReceiveCoalescer _coalescer;
    private FrameQueue _filled;
    private int _posted;
    private int _extraSegments;
    private bool _coalescesV4;
    private bool _coalescesV6;
    private ChecksumOffloads _checksums;

    internal ReceiveRing(SimKernel kernel, VirtualNic nic, NicQueue queue, FramePool frames, NetBufferListPool lists)
    {
        _kernel = kernel;
        _nic = nic;
        _queue = queue;
        _frames = frames;
        _lists = lists;
        _isOneOfMany = _marksLists = nic.QueueCount > 1;
        _coalescer = new ReceiveCoalescer(nic.Coalescing);
        _posted = nic.Options.ReceiveDescriptors;
        Configure(nic.Offloads);
    }

    private enum Verdict : byte
    {
        Wanted,
        Runt,
        Oversize,
        Filtered,
    }

    /// <summary>Frames in descriptors that the DPC has not seen.</summary>
    internal int Filled => _filled.Count;

    /// <summary>What they are on a wire: a large frame counts as its pieces.</summary>
    internal int FilledSegments => _filled.Count + _extraSegments;

    /// <summary>Free descriptors.</summary>
    internal int Posted => _posted;

    /// <summary>Hashes stand beside the frames in the ring and go up with the lists.</summary>
    internal bool ReportsHash
    {
        get => _reportsHash;
        set
        {
            _reportsHash = value;
            _marksLists = value || _isOneOfMany;
        }
    }

    /// <summary>The frames in the ring were not hashed: what stands beside them means nothing.</summary>
    internal void ForgetHashes()
    {
        for (Frame? frame = _filled.Head; frame is not null; frame = frame.Next)
        {
            frame.HashType = 0;
        }
    }

    internal void Configure(OffloadCapabilities offloads)
    {
        _checksums = offloads.Checksum;
        _coalescesV4 = offloads.CoalesceIPv4 && offloads.Has(ChecksumOffloads.ReceiveTcpIPv4);
        _coalescesV6 = offloads.CoalesceIPv6 && offloads.Has(ChecksumOffloads.ReceiveTcpIPv6);
        ConfigureSpecial(offloads);
    }

    /// <summary>Frames arrive from the wire, already in a form that the card takes.</summary>
    internal void Accept(ref FrameChain frames)
    {
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            if (_posted == 0 || Judge(frame) != Verdict.Wanted)
            {
                AcceptFrom(frame, ref frames);
                return;
            }

            Count(frame);
            _posted--;
        }

        _filled.Enqueue(ref frames);
    }

    /// <summary>Builds lists of filled descriptors for one indication.</summary>
    /// <param name="chain">The lists.</param>
    /// <param name="maximum">The most of them.</param>
    /// <param name="mayLend">True when few free descriptors may make them a loan.</param>
    /// <param name="flags">What is true of all of them.</param>
    internal void Build(ref NetBufferListChain chain, int maximum, bool mayLend, out ReceiveFlags flags)
    {
        // The filter was applied in hardware; promiscuous or not, everything here was wanted.
        flags = ReceiveFlags.DispatchLevel | ReceiveFlags.PerfectFiltered | ReceiveFlags.SingleEtherType;
        bool low = mayLend && (_posted < _nic.Options.ResourcesThreshold || (_isSpecial && LendsAlways));
        ushort type = 0;
        bool first = true;
        while (chain.Count < maximum && _filled.Dequeue() is { } frame)
        {
            _extraSegments -= frame.Wire.IsLarge ? FrameSegmenter.CountSegments(frame) - 1 : 0;
            if ((low || frame.IsShared) && !TryCopy(ref frame))
            {
                Drop(frame, NicDropReasons.NoReceiveMemory);
                continue;
            }

            ushort frameType = BuildOne(ref chain, frame, low);
            if (first)
            {
                type = frameType;
                first = false;
            }
            else if (type != frameType)
            {
                flags &= ~ReceiveFlags.SingleEtherType;
            }
        }

        _coalescer.Flush();
        if (_isSpecial)
        {
            FinishSpecial(chain, ref flags);
        }

        if (low)
        {
            flags |= ReceiveFlags.Resources;
        }
    }

    /// <summary>Lists come back: their descriptors are posted again.</summary>
    internal void Return(ref NetBufferListChain chain)
    {
        while (chain.RemoveFirst() is { } list)
        {
            Return(list);
        }
    }

    /// <summary>Lists of a card with several rings come back: each to the ring that it is from.</summary>
    internal static void ReturnToRings(ref NetBufferListChain chain)
    {
        while (chain.RemoveFirst() is { } list)
        {
            Unsafe.As<ReceiveRing>(list.MiniportReserved1!).Return(list);
        }
    }

    /// <summary>Gives up what no DPC has seen yet: pause, halt.</summary>
    internal void Clear()
    {
        _extraSegments = 0;
        while (_filled.Dequeue() is { } frame)
        {
            Drop(frame, NicDropReasons.NotRunning);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Return(NetBufferList list)
    {
        Frame? frame = Unsafe.As<Frame>(list.MiniportReserved0);
        while (frame is not null)
        {
            Frame? next = frame.Next;
            frame.Next = null;
            if (frame.QueueId != 0)
            {
                _nic.VmQueues.Returned(frame);
            }

            frame.Release();
            frame = next;
            _posted++;
        }

        _lists.Return(list);
    }

    private void Drop(Frame frame, in DropReason reason)
    {
        _posted++;
        _nic.DropReceived(frame, reason);
    }

    private void Count(Frame frame)
    {
        ref NdisStatistics statistics = ref _nic.Counters;
        if (frame.Wire.IsLarge)
        {
            int segments = FrameSegmenter.CountSegments(frame);
            _extraSegments += segments - 1;
            FrameTally.CountIn(ref statistics, frame.Data, segments, FrameSegmenter.CountWireBytes(frame));
        }
        else
        {
            FrameTally.CountIn(ref statistics, frame.Data, 1, frame.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Verdict Judge(Frame frame)
    {
        if (frame.Length < EthernetHeader.Size)
        {
            return Verdict.Runt;
        }

        if (frame.Length > _nic.MaxReceiveSize && !frame.Wire.IsLarge)
        {
            return Verdict.Oversize;
        }

        return _nic.Filter.Accepts(frame.Data) ? Verdict.Wanted : Verdict.Filtered;
    }

    // Some frames are not wanted or find no descriptor; those before the first of them have theirs already.
    private void AcceptFrom(Frame first, ref FrameChain frames)
    {
        while (frames.Head != first)
        {
            _filled.Enqueue(frames.RemoveFirst()!);
        }

        while (frames.RemoveFirst() is { } frame)
        {
            Verdict verdict = Judge(frame);
            if (verdict == Verdict.Wanted && _posted > 0)
            {
                Count(frame);
                _posted--;
                _filled.Enqueue(frame);
            }
            else
            {
                Reject(frame, verdict);
            }
        }
    }

    private void Reject(Frame frame, Verdict verdict)
    {
        ref NdisStatistics statistics = ref _nic.Counters;
        statistics.InErrors += verdict is Verdict.Runt or Verdict.Oversize ? 1UL : 0;
        statistics.InDiscards += verdict == Verdict.Wanted ? (ulong)(frame.Wire.IsLarge ? FrameSegmenter.CountSegments(frame) : 1) : 0;
        _nic.DropReceived(frame, verdict switch
        {
            Verdict.Runt => NicDropReasons.Runt,
            Verdict.Oversize => NicDropReasons.Oversize,
            Verdict.Filtered => NicDropReasons.Filtered,
            _ => NicDropReasons.NoDescriptor,
        });
    }

    private bool TryCopy(ref Frame frame)
    {
        if (!_frames.TryRent(frame.Length, out Frame? copy))
        {
            return false;
        }

        frame.Data.CopyTo(copy.Data);
        _kernel.Copies.Add(CopyKind.DmaReceive, frame.Length);
        copy.Wire = frame.Wire;
        copy.CorrelationId = frame.CorrelationId;
        copy.HashValue = frame.HashValue;
        copy.HashType = frame.HashType;
        frame.Release();
        frame = copy;
        return true;
    }

    private ushort BuildOne(ref NetBufferListChain chain, Frame frame, bool isLoan)
    {
        if (_isSpecial)
        {
            return BuildSpecial(ref chain, frame, isLoan);
        }

        FrameHeaders headers = FrameHeaders.Parse(frame.Data);
        VlanInfo vlan = default;
        if (headers.HasTag && !TryTakeTag(frame, ref headers, out vlan))
        {
            Drop(frame, NicDropReasons.WrongVlan);
            return headers.EtherType;
        }

        if (headers.IsUdp && frame.Wire.Checksum == ChecksumState.Partial && !FrameChecksum.TryComplete(ref frame))
        {
            // There is no bit that says "valid, but not in memory" for UDP: a forwarder must find the real value.
            Drop(frame, WireDropReasons.MalformedMetadata);
            return headers.EtherType;
        }

        ReceiveChecksumInfo checksum = ReceiveChecksumEngine.Verify(frame.Data, frame.Wire, headers, _checksums);
        bool canStart = false;
        if (headers.IsTcp && (headers.IsIPv4 ? _coalescesV4 : _coalescesV6) && _coalescer.TryAppend(frame, headers, checksum, vlan, out canStart))
        {
            return headers.EtherType;
        }

        if (!_lists.TryRent(out NetBufferList? list))
        {
            Drop(frame, NicDropReasons.NoReceiveMemory);
            return headers.EtherType;
        }

        Bind(list, frame, headers, checksum);
        if (!vlan.IsEmpty)
        {
            list.Vlan = vlan;
        }

        chain.Add(list);
        if (canStart)
        {
            _coalescer.Start(list, frame, headers);
        }

        return headers.EtherType;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Bind(NetBufferList list, Frame frame, in FrameHeaders headers, ReceiveChecksumInfo checksum)
    {
        list.MiniportReserved0 = frame;
        list.FirstNetBuffer.SetData(frame.Mdl, frame.Describe(), frame.Length);
        list.ReceiveChecksum = checksum;
        list.FrameType = headers.EtherType;
        list.CorrelationId = frame.CorrelationId != 0 ? frame.CorrelationId : _kernel.NextCorrelationId();
        list.NblFlags = headers.Truths;
        if (_marksLists)
        {
            Mark(list, frame);
        }

        if (frame.Wire.IsLarge)
        {
            // Nobody has cut it on the way: a unit as it came.
            int segments = FrameSegmenter.CountSegments(frame);
            list.Coalesce = new CoalesceInfo(segments, 0);
            _nic.Coalescing.Count(segments, frame.Length - frame.Wire.HeaderLength);
        }
    }

    // With several rings a list must find back to its own; with a hash unit it carries what that found.
    private void Mark(NetBufferList list, Frame frame)
    {
        list.MiniportReserved1 = this;
        if (_reportsHash && frame.HashType != 0)
        {
            list.HashValue = frame.HashValue;
            list.HashInfo = new HashInfo(ToeplitzHash.Function, frame.HashType);
        }
    }

    // The tag goes into slot 4; the addresses move up behind it.
    private bool TryTakeTag(Frame frame, ref FrameHeaders headers, out VlanInfo vlan)
    {
        Span<byte> data = frame.Data;
        int tci = (data[14] << 8) | data[15];
        int id = tci & 0xFFF;
        PriorityVlanTag handles = _nic.Options.PriorityVlanTag;
        vlan = default;
        if (handles == PriorityVlanTag.None || (id != 0 && (handles & PriorityVlanTag.Vlan) == 0))
        {
            // Not a tag that this card knows: it stays where it is.
            return true;
        }

        vlan = new VlanInfo((handles & PriorityVlanTag.Priority) != 0 ? tci >> 13 : 0, id);
        if (id == VlanTag.ReservedId || (_nic.WantsVlan && id != _nic.VlanId && !_nic.Filter.IsPromiscuous))
        {
            return false;
        }

        data[..12].CopyTo(data[4..]);
        frame.Offset += 4;
        frame.Length -= 4;
        if (frame.Wire.Checksum == ChecksumState.Partial)
        {
            frame.Wire.ChecksumStart -= 4;
            frame.Wire.HeaderLength -= (ushort)(frame.Wire.IsLarge ? 4 : 0);
        }

        headers = FrameHeaders.Parse(frame.Data);
        return true;
    }
}
