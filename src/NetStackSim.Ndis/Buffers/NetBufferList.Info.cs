using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Out-of-band data: 27 numbers inline, objects in a side record, typed views over both.</content>
public sealed partial class NetBufferList
{
    private static readonly uint BothWays =
        Bit(NetBufferListInfoId.TcpIpChecksum) | Bit(NetBufferListInfoId.IPsecOffload) | Bit(NetBufferListInfoId.Ieee8021Q) | Bit(NetBufferListInfoId.MediaSpecific)
        | Bit(NetBufferListInfoId.HashValue) | Bit(NetBufferListInfoId.HashInfo) | Bit(NetBufferListInfoId.Wfp) | Bit(NetBufferListInfoId.IPsecOffloadV2Tunnel)
        | Bit(NetBufferListInfoId.IPsecOffloadV2Header) | Bit(NetBufferListInfoId.CorrelationId) | Bit(NetBufferListInfoId.Filtering)
        | Bit(NetBufferListInfoId.MediaSpecificEx) | Bit(NetBufferListInfoId.OriginalInterface) | Bit(NetBufferListInfoId.SwitchForwardingDetail)
        | Bit(NetBufferListInfoId.VirtualSubnet) | Bit(NetBufferListInfoId.TcpCoalesceOrUdpSegmentation)
        | Bit(NetBufferListInfoId.CoalesceTimestampOrSendSupplement) | Bit(NetBufferListInfoId.GftOffload) | Bit(NetBufferListInfoId.GftFlowEntry)
        | Bit(NetBufferListInfoId.Timestamp);

    private static readonly uint SendOnly = Bit(NetBufferListInfoId.TcpLargeSend) | Bit(NetBufferListInfoId.ClassificationHandle) | Bit(NetBufferListInfoId.CancelId);

    private static readonly uint ReceiveOnly = Bit(NetBufferListInfoId.FrameType) | Bit(NetBufferListInfoId.UdpReceiveCoalesce);

    private static readonly uint DirectionSpecific =
        Bit(NetBufferListInfoId.TcpIpChecksum) | Bit(NetBufferListInfoId.TcpLargeSend) | Bit(NetBufferListInfoId.UdpReceiveCoalesce)
        | Bit(NetBufferListInfoId.TcpCoalesceOrUdpSegmentation) | Bit(NetBufferListInfoId.CoalesceTimestampOrSendSupplement);

    /// <summary>One out-of-band slot as a number (NET_BUFFER_LIST_INFO). A slot that nobody wrote is zero.</summary>
    [WindowsDdi("NET_BUFFER_LIST_INFO")]
    public ulong this[NetBufferListInfoId id]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _slots[(int)id];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            _slots[(int)id] = value;
            _dirtySlots |= Bit(id);
        }
    }

    /// <summary>Slot 0 on send.</summary>
    public TransmitChecksumInfo TransmitChecksum
    {
        get => new(this[NetBufferListInfoId.TcpIpChecksum]);
        set => this[NetBufferListInfoId.TcpIpChecksum] = value.Value;
    }

    /// <summary>Slot 0 on receive.</summary>
    public ReceiveChecksumInfo ReceiveChecksum
    {
        get => (ReceiveChecksumInfo)this[NetBufferListInfoId.TcpIpChecksum];
        set => this[NetBufferListInfoId.TcpIpChecksum] = (ulong)value;
    }

    /// <summary>Slot 2: large send offload.</summary>
    public LargeSendInfo LargeSend
    {
        get => new(this[NetBufferListInfoId.TcpLargeSend]);
        set => this[NetBufferListInfoId.TcpLargeSend] = value.Value;
    }

    /// <summary>Slot 22 on send: UDP segmentation offload.</summary>
    public UdpSegmentationInfo UdpSegmentation
    {
        get => new(this[NetBufferListInfoId.TcpCoalesceOrUdpSegmentation]);
        set => this[NetBufferListInfoId.TcpCoalesceOrUdpSegmentation] = value.Value;
    }

    /// <summary>Slot 22 on receive: receive segment coalescing.</summary>
    public CoalesceInfo Coalesce
    {
        get => new(this[NetBufferListInfoId.TcpCoalesceOrUdpSegmentation]);
        set => this[NetBufferListInfoId.TcpCoalesceOrUdpSegmentation] = value.Value;
    }

    /// <summary>Slot 23 on receive: newest minus oldest TCP timestamp of a coalesced unit.</summary>
    public uint CoalesceTimestampDelta
    {
        get => (uint)this[NetBufferListInfoId.CoalesceTimestampOrSendSupplement];
        set => this[NetBufferListInfoId.CoalesceTimestampOrSendSupplement] = value;
    }

    /// <summary>Slot 17 on receive: UDP receive coalescing.</summary>
    public UdpCoalesceInfo UdpCoalesce
    {
        get => new(this[NetBufferListInfoId.UdpReceiveCoalesce]);
        set => this[NetBufferListInfoId.UdpReceiveCoalesce] = value.Value;
    }

    /// <summary>Slot 4: VLAN tag and priority.</summary>
    public VlanInfo Vlan
    {
        get => new(this[NetBufferListInfoId.Ieee8021Q]);
        set => this[NetBufferListInfoId.Ieee8021Q] = value.Value;
    }

    /// <summary>Slot 7: EtherType of a received frame, in host order here (the slot holds it as on the wire). 0 = nobody looked yet.</summary>
    public ushort FrameType
    {
        get => BinaryPrimitives.ReverseEndianness((ushort)this[NetBufferListInfoId.FrameType]);
        set => this[NetBufferListInfoId.FrameType] = BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Slot 8: RSS hash.</summary>
    public uint HashValue
    {
        get => (uint)this[NetBufferListInfoId.HashValue];
        set => this[NetBufferListInfoId.HashValue] = value;
    }

    /// <summary>Slot 9: hash function and type.</summary>
    public HashInfo HashInfo
    {
        get => new(this[NetBufferListInfoId.HashInfo]);
        set => this[NetBufferListInfoId.HashInfo] = value.Value;
    }

    /// <summary>Slot 14: receive filter and queue.</summary>
    public FilteringInfo Filtering
    {
        get => new(this[NetBufferListInfoId.Filtering]);
        set => this[NetBufferListInfoId.Filtering] = value.Value;
    }

    /// <summary>Slot 5: cancel identifier.</summary>
    public ulong CancelId
    {
        get => this[NetBufferListInfoId.CancelId];
        set => this[NetBufferListInfoId.CancelId] = value;
    }

    /// <summary>Slot 13: correlation identifier that traces and journeys follow.</summary>
    public ulong CorrelationId
    {
        get => this[NetBufferListInfoId.CorrelationId];
        set => this[NetBufferListInfoId.CorrelationId] = value;
    }

    /// <summary>True when any slot holds a number other than zero or an object.</summary>
    public bool HasInfo
    {
        get
        {
            for (uint dirty = _dirtySlots; dirty != 0; dirty &= dirty - 1)
            {
                if (_slots[BitOperations.TrailingZeroCount(dirty)] != 0)
                {
                    return true;
                }
            }

            return _handles.Objects is not null;
        }
    }

    /// <summary>What Windows keeps in a slot as a pointer, as an object; null when nothing is there.</summary>
    public object? GetInfoObject(NetBufferListInfoId id) => _handles.Objects?[id];

    /// <summary>Sets an object-valued slot. The first one rents the list's side record.</summary>
    public void SetInfoObject(NetBufferListInfoId id, object? value)
    {
        if (_handles.Objects is null)
        {
            if (value is null)
            {
                return;
            }

            _handles.Objects = Pool.RentInfoObjects();
        }

        _handles.Objects[id] = value;
    }

    /// <summary>Copies the slots (and truths) that matter on the send path to a list derived from this one.</summary>
    [WindowsDdi("NdisCopySendNetBufferListInfo")]
    public void CopySendInfoTo(NetBufferList target) => CopyInfo(target, BothWays | SendOnly);

    /// <summary>Copies the slots (and truths) that matter on the receive path to a list derived from this one.</summary>
    [WindowsDdi("NdisCopyReceiveNetBufferListInfo")]
    public void CopyReceiveInfoTo(NetBufferList target) => CopyInfo(target, BothWays | ReceiveOnly);

    /// <summary>Zeroes the slots that mean something else in the other direction (0, 2, 17, 22, 23): for a driver that turns a received list into a send or back.</summary>
    public void ClearDirectionInfo()
    {
        for (uint bits = _dirtySlots & DirectionSpecific; bits != 0; bits &= bits - 1)
        {
            _slots[BitOperations.TrailingZeroCount(bits)] = 0;
        }

        _dirtySlots &= ~DirectionSpecific;
    }

    private static uint Bit(NetBufferListInfoId id) => 1u << (int)id;

    private void CopyInfo(NetBufferList target, uint mask)
    {
        for (uint bits = _dirtySlots & mask; bits != 0; bits &= bits - 1)
        {
            int slot = BitOperations.TrailingZeroCount(bits);
            target._slots[slot] = _slots[slot];
        }

        if (_handles.Trail is { } trail && target._handles.Trail is { } derived)
        {
            derived.Direction = trail.Direction;
        }

        target._dirtySlots |= _dirtySlots & mask;
        target.NblFlags |= NblFlags;
        if (_handles.Objects is { } objects)
        {
            target._handles.Objects ??= target.Pool.RentInfoObjects();
            objects.CopyTo(target._handles.Objects);
            (objects[NetBufferListInfoId.Wfp] as IListNote)?.OnCopied(this, target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ClearSlots()
    {
        for (uint dirty = _dirtySlots; dirty != 0; dirty &= dirty - 1)
        {
            _slots[BitOperations.TrailingZeroCount(dirty)] = 0;
        }

        _dirtySlots = 0;
        if (_handles.Objects is { } objects)
        {
            _handles.Objects = null;
            (objects[NetBufferListInfoId.Wfp] as IListNote)?.OnFreed(this);
            Pool.ReturnInfoObjects(objects);
        }
    }
}
