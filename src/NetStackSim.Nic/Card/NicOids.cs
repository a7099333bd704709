using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Answers the requests that NDIS passes down to the card.</summary>
internal sealed partial class NicOids
{
    private const uint VendorId = 0x00FF_FFFF;
    private const uint VendorDriverVersion = 1 << 16;

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
        Oid.GenRcvCrcError, Oid.Ethernet8023XmitDeferred, Oid.Ethernet8023XmitMaxCollisions, Oid.Ethernet8023RcvOverrun, Oid.Ethernet8023XmitUnderrun,
        Oid.Ethernet8023XmitHeartbeatFailure, Oid.Ethernet8023XmitTimesCrsLost, Oid.Ethernet8023XmitLateCollisions, Oid.GenNetworkLayerAddresses, Oid.GenMachineName,
        Oid.GenPortAuthenticationParameters, Oid.GenTimeoutDpcRequestCapabilities, Oid.PnpCapabilities,
        Oid.OffloadEncapsulation, Oid.TcpOffloadParameters, Oid.PnpSetPower, Oid.PnpQueryPower, .. NicAssistOids.Supported,
    ];

    internal NtStatus Handle(OidRequest request) => request.Type switch
    {
        OidRequestType.SetInformation => Set(request),
        OidRequestType.Method => _assists.Handle(request),
        _ => Query(request),
    };

    private NtStatus Query(OidRequest request) => request.Oid switch
    {
        Oid.GenTransmitBufferSpace => request.Answer((uint)(_nic.Options.TransmitDescriptors * _nic.MaxFrameSize)),
        Oid.GenReceiveBufferSpace => request.Answer((uint)(_nic.Options.ReceiveDescriptors * _nic.MaxFrameSize)),
        Oid.GenTransmitBlockSize or Oid.GenReceiveBlockSize or Oid.GenMaximumTotalSize => request.Answer((uint)_nic.MaxFrameSize),
        Oid.GenVendorId => request.Answer(VendorId),
        Oid.GenVendorDescription => request.AnswerList("NetStackSim virtual NIC\0"u8, 1),
        Oid.GenVendorDriverVersion => request.Answer(VendorDriverVersion),
        Oid.GenCurrentPacketFilter => request.Answer((uint)_nic.PacketFilter),
        Oid.GenCurrentLookahead => request.Answer((uint)_nic.Options.Mtu),
        Oid.GenInterruptModeration => QueryModeration(request),
        Oid.GenTransmitQueueLength => request.AnswerCounter((ulong)_nic.WaitingSends),
        Oid.TcpRscStatistics => QueryCoalescing(request),
        Oid.GenReceiveScaleParameters or Oid.GenReceiveHash => ScalingOids.Query(_nic.Scaling, request),
        Oid.Ethernet8023MulticastList => QueryGroups(request),
        Oid.PnpQueryPower => NtStatus.Success,
        Oid.PnpCapabilities => QueryPnpCapabilities(request),
        Oid.GenTimeoutDpcRequestCapabilities => request.Answer(new TimeoutDpcRequestCapabilities([])),
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

        Oid.GenLinkParameters => SetLink(request),
        Oid.GenNetworkLayerAddresses => SetNetworkAddresses(request),
        Oid.GenMachineName => SetMachineName(request),
        Oid.GenPortAuthenticationParameters => request.Read<PortAuthenticationParameters>(out _),
        _ => _assists.Handle(request),
    };

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
        NtStatus status = request.Read<OffloadParameters>(out OffloadParameters? parameters);
        if (parameters is null)
        {
            return status;
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
