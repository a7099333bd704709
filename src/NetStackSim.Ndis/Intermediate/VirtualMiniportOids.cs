using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>Answers the requests that NDIS passes down to a virtual miniport: what is its own here, what is the hardware's below.</summary>
internal sealed class VirtualMiniportOids
{
    private const uint VendorId = 0x00FF_FFFF;
    private const uint VendorDriverVersion = 1 << 16;

    // NDIS_INTERRUPT_MODERATION_PARAMETERS: object header, flags, setting.
    private const int ModerationSize = 12;
    private const uint ModerationHeader = 0x80 | (1 << 8) | (ModerationSize << 16);
    private const uint ModerationNotSupported = 1;

    private readonly VirtualMiniport _miniport;

    public VirtualMiniportOids(VirtualMiniport miniport)
    {
        _miniport = miniport;
    }

    public static IReadOnlyList<Oid> Supported { get; } =
    [
        Oid.GenTransmitBufferSpace, Oid.GenReceiveBufferSpace, Oid.GenTransmitBlockSize, Oid.GenReceiveBlockSize, Oid.GenVendorId, Oid.GenVendorDescription,
        Oid.GenCurrentPacketFilter, Oid.GenCurrentLookahead, Oid.GenMaximumTotalSize, Oid.GenVendorDriverVersion, Oid.GenLinkParameters,
        Oid.GenInterruptModeration, Oid.GenVlanId, Oid.GenXmitOk, Oid.GenRcvOk, Oid.GenXmitError, Oid.GenRcvError, Oid.GenRcvNoBuffer, Oid.GenStatistics,
        Oid.Ethernet8023MulticastList, Oid.OffloadEncapsulation, Oid.TcpOffloadParameters, Oid.GenReceiveScaleParameters, Oid.GenReceiveHash, Oid.PnpSetPower, Oid.PnpQueryPower,
    ];

    public NtStatus Handle(OidRequest request) => request.IsQuery ? Query(request) : Set(request);

    private NtStatus Query(OidRequest request) => request.Oid switch
    {
        Oid.GenVendorId => request.Answer(VendorId),
        Oid.GenVendorDescription => request.Answer("NetStackSim virtual miniport\0"u8),
        Oid.GenVendorDriverVersion => request.Answer(VendorDriverVersion),
        Oid.GenCurrentPacketFilter => request.Answer((uint)_miniport.Wishes.Filter),
        Oid.GenMaximumTotalSize or Oid.GenTransmitBlockSize or Oid.GenReceiveBlockSize =>
            request.Answer((uint)(_miniport.Adapter.Attributes.MtuSize + EthernetHeader.Size)),
        Oid.GenVlanId => request.Answer((uint)_miniport.VlanId),
        Oid.GenInterruptModeration => QueryModeration(request),
        Oid.PnpQueryPower => NtStatus.Success,
        Oid.GenStatistics => QueryStatistics(request),
        Oid.GenXmitOk => request.AnswerCounter(Sum(_miniport.Statistics.OutUcastPkts, _miniport.Statistics.OutMulticastPkts, _miniport.Statistics.OutBroadcastPkts)),
        Oid.GenRcvOk => request.AnswerCounter(Sum(_miniport.Statistics.InUcastPkts, _miniport.Statistics.InMulticastPkts, _miniport.Statistics.InBroadcastPkts)),
        Oid.GenXmitError => request.AnswerCounter(_miniport.Statistics.OutErrors),
        Oid.GenRcvError => request.AnswerCounter(_miniport.Statistics.InErrors),
        Oid.GenRcvNoBuffer => request.AnswerCounter(_miniport.Statistics.InDiscards),
        Oid.GenTransmitBufferSpace or Oid.GenReceiveBufferSpace or Oid.GenTransmitQueueLength => Forward(request, firstOnly: true),
        _ => NdisStatus.NotSupported,
    };

    private NtStatus Set(OidRequest request) => request.Oid switch
    {
        Oid.GenCurrentPacketFilter => SetPacketFilter(request),
        Oid.Ethernet8023MulticastList => SetMulticastList(request),
        Oid.GenCurrentLookahead => request.Read(out _),
        Oid.PnpSetPower => SetPower(request),

        // A virtual link has one setting: accepting it is all there is to do.
        Oid.GenLinkParameters => NtStatus.Success,

        // The hardware's: one setting for all that is above it, the last writer wins and everybody hears of it.
        Oid.OffloadEncapsulation or Oid.TcpOffloadParameters or Oid.GenReceiveScaleParameters or Oid.GenReceiveHash => Forward(request, firstOnly: false),
        _ => NdisStatus.NotSupported,
    };

    private NtStatus QueryStatistics(OidRequest request)
    {
        Span<byte> bytes = stackalloc byte[NdisStatistics.Size];
        _miniport.Statistics.Write(bytes);
        return request.Answer(bytes);
    }

    private static NtStatus QueryModeration(OidRequest request)
    {
        Span<byte> bytes = stackalloc byte[ModerationSize];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ModerationHeader);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], ModerationNotSupported);
        return request.Answer(bytes);
    }

    private static ulong Sum(ulong unicast, ulong multicast, ulong broadcast) => unicast + multicast + broadcast;

    private NtStatus SetPacketFilter(OidRequest request)
    {
        NtStatus read = request.Read(out uint bits);
        if (!read.IsSuccess)
        {
            return read;
        }

        PacketFilter before = _miniport.Wishes.Filter;
        OidFanOut fanOut = new(_miniport, request) { OnFailed = () => _miniport.Wishes.Filter = before };
        _miniport.Wishes.Filter = (PacketFilter)bits;
        _miniport.PushWishes(fanOut, request.Oid);
        return fanOut.End();
    }

    private NtStatus SetMulticastList(OidRequest request)
    {
        ReadOnlySpan<byte> list = request.InformationBuffer.Span;
        if (list.Length % MacAddress.Size != 0)
        {
            request.BytesNeeded = (list.Length / MacAddress.Size + 1) * MacAddress.Size;
            return NdisStatus.InvalidLength;
        }

        byte[] before = Encode(_miniport.Wishes.Groups);
        OidFanOut fanOut = new(_miniport, request) { OnFailed = () => _miniport.Wishes.SetGroups(before) };
        _miniport.Wishes.SetGroups(list);
        request.BytesRead = list.Length;
        _miniport.PushWishes(fanOut, request.Oid);
        return fanOut.End();
    }

    private NtStatus SetPower(OidRequest request)
    {
        NtStatus read = request.Read(out uint state);
        if (read.IsSuccess)
        {
            _miniport.SetPower(state == (uint)DevicePowerState.D0);
        }

        return read;
    }

    private NtStatus Forward(OidRequest request, bool firstOnly)
    {
        OidFanOut fanOut = new(_miniport, request);
        foreach (LowerEdge lower in _miniport.Lowers)
        {
            fanOut.Forward(lower);
            if (firstOnly)
            {
                break;
            }
        }

        return fanOut.End();
    }

    internal static byte[] Encode(ReadOnlySpan<MacAddress> addresses)
    {
        byte[] bytes = new byte[addresses.Length * MacAddress.Size];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i].CopyTo(bytes.AsSpan(i * MacAddress.Size));
        }

        return bytes;
    }
}
