using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Answers the requests that NDIS passes down to the card.</summary>
internal sealed class NicOids
{
    private const uint VendorId = 0x00FF_FFFF;
    private const uint VendorDriverVersion = 1 << 16;

    // NDIS_INTERRUPT_MODERATION_PARAMETERS: object header, flags, setting.
    private const int ModerationSize = 12;
    private const uint ModerationHeader = 0x80 | (1 << 8) | (ModerationSize << 16);
    private const uint ModerationEnabled = 2;
    private const uint ModerationDisabled = 3;

    // NDIS_RSC_STATISTICS_INFO: object header, padding, four counters.
    private const int CoalesceSize = 40;
    private const uint CoalesceHeader = 0x80 | (1 << 8) | (CoalesceSize << 16);

    private const PacketFilter SupportedFilters =
        PacketFilter.Directed | PacketFilter.Multicast | PacketFilter.AllMulticast | PacketFilter.Broadcast | PacketFilter.Promiscuous
        | PacketFilter.AllLocal | PacketFilter.NoLocal;

    private readonly MiniportAdapter _adapter;
    private readonly VirtualNic _nic;
    private readonly NicAssistOids _assists;

    internal NicOids(MiniportAdapter adapter, VirtualNic nic)
    {
        _assists = new NicAssistOids(adapter, nic);
        _adapter = adapter;
        _nic = nic;
    }

    internal static IReadOnlyList<Oid> Supported { get; } =
    [
        Oid.GenTransmitBufferSpace, Oid.GenReceiveBufferSpace, Oid.GenTransmitBlockSize, Oid.GenReceiveBlockSize, Oid.GenVendorId, Oid.GenVendorDescription,
        Oid.GenCurrentPacketFilter, Oid.GenCurrentLookahead, Oid.GenMaximumTotalSize, Oid.GenVendorDriverVersion, Oid.GenLinkParameters,
        Oid.GenInterruptModeration, Oid.GenVlanId, Oid.GenXmitOk, Oid.GenRcvOk, Oid.GenXmitError, Oid.GenRcvError, Oid.GenRcvNoBuffer, Oid.GenStatistics,
        Oid.GenTransmitQueueLength, Oid.TcpRscStatistics, Oid.Ethernet8023MulticastList, Oid.Ethernet8023AddMulticastAddress,
        Oid.Ethernet8023DeleteMulticastAddress, Oid.Ethernet8023RcvErrorAlignment, Oid.Ethernet8023XmitOneCollision, Oid.Ethernet8023XmitMoreCollisions,
        Oid.GenReceiveScaleParameters, Oid.GenReceiveScaleParametersV2, Oid.GenRssSetIndirectionTableEntries, Oid.GenReceiveHash,
        Oid.OffloadEncapsulation, Oid.TcpOffloadParameters, Oid.PnpSetPower, Oid.PnpQueryPower, .. NicAssistOids.Supported,
    ];

    internal NtStatus Handle(OidRequest request) => request.IsQuery ? Query(request) : request.Type == OidRequestType.Method ? _assists.Handle(request) : Set(request);

    private NtStatus Query(OidRequest request) => request.Oid switch
    {
        Oid.GenTransmitBufferSpace => request.Answer((uint)(_nic.Options.TransmitDescriptors * _nic.MaxFrameSize)),
        Oid.GenReceiveBufferSpace => request.Answer((uint)(_nic.Options.ReceiveDescriptors * _nic.MaxFrameSize)),
        Oid.GenTransmitBlockSize or Oid.GenReceiveBlockSize or Oid.GenMaximumTotalSize => request.Answer((uint)_nic.MaxFrameSize),
        Oid.GenVendorId => request.Answer(VendorId),
        Oid.GenVendorDescription => request.Answer("NetStackSim virtual NIC\0"u8),
        Oid.GenVendorDriverVersion => request.Answer(VendorDriverVersion),
        Oid.GenCurrentPacketFilter => request.Answer((uint)_nic.PacketFilter),
        Oid.GenCurrentLookahead => request.Answer((uint)_nic.Options.Mtu),
        Oid.GenInterruptModeration => QueryModeration(request),
        Oid.GenTransmitQueueLength => request.Answer((uint)_nic.WaitingSends),
        Oid.TcpRscStatistics => QueryCoalescing(request),
        Oid.GenReceiveScaleParameters or Oid.GenReceiveHash => ScalingOids.Query(_nic.Scaling, request),
        Oid.Ethernet8023MulticastList => QueryGroups(request),
        Oid.Ethernet8023RcvErrorAlignment or Oid.Ethernet8023XmitOneCollision or Oid.Ethernet8023XmitMoreCollisions => request.AnswerCounter(0),
        Oid.PnpQueryPower => NtStatus.Success,
        _ => QueryStatistics(request),
    };

    private NtStatus Set(OidRequest request) => request.Oid switch
    {
        Oid.GenCurrentPacketFilter => SetPacketFilter(request),
        Oid.GenCurrentLookahead => request.Read(out _),
        Oid.GenInterruptModeration => SetModeration(request),
        Oid.Ethernet8023MulticastList => SetGroups(request),
        Oid.Ethernet8023AddMulticastAddress => ChangeGroup(request, add: true),
        Oid.Ethernet8023DeleteMulticastAddress => ChangeGroup(request, add: false),
        Oid.TcpOffloadParameters => SetOffloads(request),
        Oid.GenReceiveScaleParameters or Oid.GenReceiveScaleParametersV2 or Oid.GenReceiveHash => ScalingOids.Set(_nic.Scaling, request),

        // The speed of this card has one value: accepting is all there is to do.
        Oid.GenLinkParameters => NtStatus.Success,
        _ => _assists.Handle(request),
    };

    private NtStatus QueryStatistics(OidRequest request)
    {
        ref readonly NdisStatistics s = ref _nic.Statistics;
        switch (request.Oid)
        {
            case Oid.GenStatistics:
                Span<byte> bytes = stackalloc byte[NdisStatistics.Size];
                s.Write(bytes);
                return request.Answer(bytes);
            case Oid.GenXmitOk:
                return request.AnswerCounter(s.OutUcastPkts + s.OutMulticastPkts + s.OutBroadcastPkts);
            case Oid.GenRcvOk:
                return request.AnswerCounter(s.InUcastPkts + s.InMulticastPkts + s.InBroadcastPkts);
            case Oid.GenXmitError:
                return request.AnswerCounter(s.OutErrors);
            case Oid.GenRcvError:
                return request.AnswerCounter(s.InErrors);
            case Oid.GenRcvNoBuffer:
                return request.AnswerCounter(s.InDiscards);
            default:
                return _assists.Handle(request);
        }
    }

    private NtStatus QueryModeration(OidRequest request)
    {
        Span<byte> bytes = stackalloc byte[ModerationSize];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ModerationHeader);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], _nic.IsModerated ? ModerationEnabled : ModerationDisabled);
        return request.Answer(bytes);
    }

    private NtStatus SetModeration(OidRequest request)
    {
        ReadOnlySpan<byte> bytes = request.InformationBuffer.Span;
        if (bytes.Length < ModerationSize)
        {
            request.BytesNeeded = ModerationSize;
            return NdisStatus.InvalidLength;
        }

        uint setting = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (setting is not (ModerationEnabled or ModerationDisabled))
        {
            return NdisStatus.InvalidData;
        }

        request.BytesRead = ModerationSize;
        _nic.IsModerated = setting == ModerationEnabled;
        return NtStatus.Success;
    }

    private NtStatus QueryCoalescing(OidRequest request)
    {
        Span<byte> bytes = stackalloc byte[CoalesceSize];
        bytes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, CoalesceHeader);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], _nic.Coalescing.Packets);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], _nic.Coalescing.Octets);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], _nic.Coalescing.Events);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], _nic.Coalescing.Aborts);
        return request.Answer(bytes);
    }

    private NtStatus SetPacketFilter(OidRequest request)
    {
        NtStatus status = request.Read(out uint bits);
        if (!status.IsSuccess)
        {
            return status;
        }

        if (((PacketFilter)bits & ~SupportedFilters) != 0)
        {
            return NtStatus.NotSupported;
        }

        _nic.Filter.Bits = (PacketFilter)bits;
        return NtStatus.Success;
    }

    private NtStatus QueryGroups(OidRequest request)
    {
        Span<byte> bytes = stackalloc byte[ReceiveFilter.MaximumMulticastList * MacAddress.Size];
        return request.Answer(bytes[..CopyGroups(bytes)]);
    }

    private int CopyGroups(Span<byte> bytes)
    {
        int count = _nic.Filter.GroupCount;
        for (int i = 0; i < count; i++)
        {
            _nic.Filter.GroupAt(i).CopyTo(bytes[(i * MacAddress.Size)..]);
        }

        return count * MacAddress.Size;
    }

    private NtStatus SetGroups(OidRequest request)
    {
        ReadOnlySpan<byte> bytes = request.InformationBuffer.Span;
        if (bytes.Length % MacAddress.Size != 0)
        {
            request.BytesNeeded = bytes.Length / MacAddress.Size * MacAddress.Size;
            return NdisStatus.InvalidLength;
        }

        if (bytes.Length > ReceiveFilter.MaximumMulticastList * MacAddress.Size)
        {
            request.BytesNeeded = ReceiveFilter.MaximumMulticastList * MacAddress.Size;
            return NdisStatus.MulticastFull;
        }

        _nic.Filter.SetGroups(bytes);
        request.BytesRead = bytes.Length;
        return NtStatus.Success;
    }

    private NtStatus ChangeGroup(OidRequest request, bool add)
    {
        if (request.InformationBuffer.Length < MacAddress.Size)
        {
            request.BytesNeeded = MacAddress.Size;
            return NdisStatus.InvalidLength;
        }

        MacAddress address = MacAddress.Read(request.InformationBuffer.Span);
        Span<byte> bytes = stackalloc byte[(ReceiveFilter.MaximumMulticastList + 1) * MacAddress.Size];
        int length = CopyGroups(bytes);
        int at = IndexOf(address);
        if (add)
        {
            if (at >= 0)
            {
                return NdisStatus.MulticastExists;
            }

            if (length == ReceiveFilter.MaximumMulticastList * MacAddress.Size)
            {
                return NdisStatus.MulticastFull;
            }

            address.CopyTo(bytes[length..]);
            length += MacAddress.Size;
        }
        else
        {
            if (at < 0)
            {
                return NdisStatus.MulticastNotFound;
            }

            bytes[((at + 1) * MacAddress.Size)..length].CopyTo(bytes[(at * MacAddress.Size)..]);
            length -= MacAddress.Size;
        }

        _nic.Filter.SetGroups(bytes[..length]);
        request.BytesRead = MacAddress.Size;
        return NtStatus.Success;
    }

    private int IndexOf(MacAddress address)
    {
        for (int i = 0; i < _nic.Filter.GroupCount; i++)
        {
            if (_nic.Filter.GroupAt(i) == address)
            {
                return i;
            }
        }

        return -1;
    }

    private NtStatus SetOffloads(OidRequest request)
    {
        if (request.InformationObject is not OffloadParameters parameters)
        {
            return NdisStatus.InvalidData;
        }

        if (!parameters.TryApply(_nic.Offloads, _nic.Options.HardwareOffloads, out OffloadCapabilities changed))
        {
            return NtStatus.InvalidParameter;
        }

        _nic.Offloads = changed;
        _adapter.IndicateStatus(new StatusIndication(_adapter, NdisStatusCode.TaskOffloadCurrentConfig, changed));
        return NtStatus.Success;
    }
}
