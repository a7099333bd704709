using System.Buffers.Binary;
using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>Queries that NDIS answers from attributes and indications; they never reach a miniport.</summary>
internal static class KnownOids
{
    private const uint UnitsOf100BitsPerSecond = 100;
    private const uint TransmitsAndReceives = 3;
    private const uint AdministrativelyUp = 1;
    private const uint LegacyConnected = 0;
    private const uint LegacyDisconnected = 1;

    public static bool TryAnswer(OidRequest request, ProtocolBinding binding, out NtStatus status)
    {
        NtStatus? answer = AnswerGeneral(request, binding) ?? AnswerAddresses(request, binding) ?? AnswerInterface(request, binding.Adapter) ?? AnswerPorts(request, binding.Adapter);
        status = answer ?? default;
        return answer is not null;
    }

    private static NtStatus? AnswerGeneral(OidRequest request, ProtocolBinding binding)
    {
        AdapterAttributes attributes = binding.Attributes;
        return request.Oid switch
        {
            Oid.GenSupportedList => AnswerOids(request, attributes.SupportedOids),
            Oid.GenHardwareStatus => request.Answer((uint)binding.Adapter.HardwareStatus),
            Oid.GenMediaSupported or Oid.GenMediaInUse => request.Answer((uint)attributes.MediaType),
            Oid.GenMaximumLookahead => request.Answer((uint)attributes.LookaheadSize),
            Oid.GenCurrentLookahead => request.Answer((uint)(binding.Lookahead == 0 ? attributes.LookaheadSize : binding.Lookahead)),
            Oid.GenMaximumFrameSize => request.Answer((uint)attributes.MtuSize),
            Oid.GenLinkSpeed => request.Answer((uint)Math.Min(uint.MaxValue, attributes.LinkState.XmitLinkSpeed / UnitsOf100BitsPerSecond)),
            Oid.GenCurrentPacketFilter => request.Answer((uint)binding.PacketFilter),
            Oid.GenMacOptions => request.Answer((uint)attributes.MacOptions),
            Oid.GenMediaConnectStatus => request.Answer(attributes.LinkState.IsUp ? LegacyConnected : LegacyDisconnected),
            Oid.GenDriverVersion => AnswerVersion(request, binding.Adapter.Driver.Options),
            Oid.GenMaximumSendPackets => request.Answer(uint.MaxValue),
            Oid.GenMediaCapabilities => request.Answer(TransmitsAndReceives),
            Oid.GenPhysicalMedium or Oid.GenPhysicalMediumEx => request.Answer((uint)attributes.PhysicalMedium),
            Oid.GenMaxLinkSpeed => request.Answer(new LinkSpeeds { Xmit = attributes.MaxXmitLinkSpeed, Rcv = attributes.MaxRcvLinkSpeed }),
            Oid.GenLinkState => request.Answer(attributes.LinkState),
            Oid.GenReceiveScaleCapabilities => attributes.ReceiveScaleCapabilities is { } scale ? request.Answer(scale) : NtStatus.NotSupported,
            Oid.GenPciDeviceCustomProperties => attributes.PciDevice is { } device ? request.Answer(device) : NdisStatus.NotSupported,
            Oid.OffloadEncapsulation => request.Answer(binding.Adapter.Encapsulation),
            Oid.TcpOffloadCurrentConfig => request.Answer(attributes.Offloads),
            Oid.TcpOffloadHardwareCapabilities => request.Answer(attributes.HardwareOffloads),
            _ => null,
        };
    }

    private static NtStatus? AnswerAddresses(OidRequest request, ProtocolBinding binding) => request.Oid switch
    {
        Oid.GenMacAddress or Oid.Ethernet8023CurrentAddress => AnswerAddress(request, binding.Attributes.MacAddress),
        Oid.Ethernet8023PermanentAddress => AnswerAddress(request, binding.Attributes.PermanentMacAddress),
        Oid.Ethernet8023MaximumListSize => request.Answer((uint)binding.Attributes.MaxMulticastListSize),
        Oid.Ethernet8023MulticastList => AnswerAddresses(request, binding.MulticastList),
        Oid.Ethernet8023MacOptions => request.Answer(0u),
        _ => null,
    };

    // The interface MIB, as the interface provider of the adapter (NDIS itself) answers it.
    private static NtStatus? AnswerInterface(OidRequest request, MiniportAdapter adapter)
    {
        AdapterAttributes attributes = adapter.Attributes;
        InterfaceHistory history = adapter.Stack.History;
        return request.Oid switch
        {
            Oid.GenPromiscuousMode => request.Answer([adapter.Stack.Oids.HardwareFilter.HasFlag(PacketFilter.Promiscuous) ? (byte)1 : (byte)0]),
            Oid.GenLastChange => request.AnswerCounter(history.LastChange),
            Oid.GenDiscontinuityTime => request.AnswerCounter(history.CounterDiscontinuityTime),
            Oid.GenOperationalStatus or Oid.GenIpOperStatus => request.Answer((uint)adapter.OperState.OperationalStatus),
            Oid.GenXmitLinkSpeed or Oid.GenLinkSpeedEx => request.AnswerCounter(attributes.LinkState.XmitLinkSpeed),
            Oid.GenRcvLinkSpeed => request.AnswerCounter(attributes.LinkState.RcvLinkSpeed),
            Oid.GenUnknownProtos => request.AnswerCounter((ulong)adapter.Stack.Edge.Unwanted),
            Oid.GenAdminStatus => request.Answer(AdministrativelyUp),
            Oid.GenAlias or Oid.GenFriendlyName => request.AnswerList(Encoding.Unicode.GetBytes(adapter.Name + '\0'), sizeof(char)),
            Oid.GenMediaConnectStatusEx => request.Answer((uint)attributes.LinkState.MediaConnectState),
            Oid.GenMediaDuplexState => request.Answer((uint)attributes.LinkState.MediaDuplexState),
            Oid.GenInitTimeMs => request.Answer((uint)history.InitializeMilliseconds),
            Oid.GenResetCounts => request.Answer((uint)history.Resets),
            Oid.GenMediaSenseCounts => request.Answer((uint)history.MediaSenses),
            _ => null,
        };
    }

    private static NtStatus? AnswerPorts(OidRequest request, MiniportAdapter adapter) => request.Oid switch
    {
        Oid.GenEnumeratePorts => request.Answer(adapter.PortTable.Describe()),
        Oid.GenPortState => request.Answer(adapter.PortTable.Find(request.Port)!.State),
        _ => null,
    };

    private static NtStatus AnswerOids(OidRequest request, IReadOnlyList<Oid> oids)
    {
        byte[] bytes = new byte[oids.Count * sizeof(uint)];
        for (int i = 0; i < oids.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), (uint)oids[i]);
        }

        return request.AnswerList(bytes, sizeof(uint));
    }

    private static NtStatus AnswerVersion(OidRequest request, MiniportOptions options)
    {
        Span<byte> bytes = [options.MinorNdisVersion, options.MajorNdisVersion];
        return request.Answer(bytes);
    }

    private static NtStatus AnswerAddress(OidRequest request, MacAddress address)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Size];
        address.CopyTo(bytes);
        return request.Answer(bytes);
    }

    private static NtStatus AnswerAddresses(OidRequest request, IReadOnlyList<MacAddress> addresses) =>
        request.AnswerList(AddressList.Encode(addresses), MacAddress.Size);
}
