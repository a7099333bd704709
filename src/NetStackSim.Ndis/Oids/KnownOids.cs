using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>Queries that NDIS answers from attributes and indications; they never reach a miniport.</summary>
internal static class KnownOids
{
    private const uint UnitsOf100BitsPerSecond = 100;

    public static bool TryAnswer(OidRequest request, ProtocolBinding binding, out NtStatus status)
    {
        AdapterAttributes attributes = binding.Attributes;
        NtStatus? answer = request.Oid switch
        {
            Oid.GenSupportedList => AnswerList(request, attributes.SupportedOids),
            Oid.GenHardwareStatus => request.Answer(0u),
            Oid.GenMediaSupported or Oid.GenMediaInUse => request.Answer((uint)attributes.MediaType),
            Oid.GenMaximumLookahead or Oid.GenCurrentLookahead => request.Answer((uint)attributes.LookaheadSize),
            Oid.GenMaximumFrameSize => request.Answer((uint)attributes.MtuSize),
            Oid.GenLinkSpeed => request.Answer((uint)Math.Min(uint.MaxValue, attributes.LinkState.XmitLinkSpeed / UnitsOf100BitsPerSecond)),
            Oid.GenCurrentPacketFilter => request.Answer((uint)binding.PacketFilter),
            Oid.GenMacOptions => request.Answer((uint)attributes.MacOptions),
            Oid.GenMediaConnectStatus => request.Answer(attributes.LinkState.IsUp ? 0u : 1u),
            Oid.GenDriverVersion => AnswerVersion(request, binding.Adapter.Driver.Options),
            Oid.GenMacAddress or Oid.Ethernet8023CurrentAddress => AnswerAddress(request, attributes.MacAddress),
            Oid.Ethernet8023PermanentAddress => AnswerAddress(request, attributes.PermanentMacAddress),
            Oid.Ethernet8023MaximumListSize => request.Answer((uint)attributes.MaxMulticastListSize),
            Oid.Ethernet8023MulticastList => AnswerAddresses(request, binding.MulticastList),
            Oid.GenMaxLinkSpeed => AnswerSpeeds(request, attributes.MaxXmitLinkSpeed, attributes.MaxRcvLinkSpeed),
            Oid.GenLinkState => AnswerLinkState(request, attributes.LinkState),
            Oid.GenReceiveScaleCapabilities => attributes.ReceiveScaleCapabilities is { } scale ? request.Answer(scale) : NtStatus.NotSupported,
            Oid.TcpOffloadCurrentConfig => request.AnswerObject(attributes.Offloads),
            Oid.TcpOffloadHardwareCapabilities => request.AnswerObject(attributes.HardwareOffloads),
            _ => null,
        };
        status = answer ?? default;
        return answer is not null;
    }

    private static NtStatus AnswerList(OidRequest request, IReadOnlyList<Oid> oids)
    {
        byte[] bytes = new byte[oids.Count * sizeof(uint)];
        for (int i = 0; i < oids.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), (uint)oids[i]);
        }

        return request.Answer(bytes);
    }

    private static NtStatus AnswerVersion(OidRequest request, MiniportOptions options)
    {
        Span<byte> bytes = [options.MinorDriverVersion, options.MajorDriverVersion];
        return request.Answer(bytes);
    }

    private static NtStatus AnswerAddress(OidRequest request, MacAddress address)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Size];
        address.CopyTo(bytes);
        return request.Answer(bytes);
    }

    private static NtStatus AnswerAddresses(OidRequest request, IReadOnlyList<MacAddress> addresses)
    {
        byte[] bytes = new byte[addresses.Count * MacAddress.Size];
        for (int i = 0; i < addresses.Count; i++)
        {
            addresses[i].CopyTo(bytes.AsSpan(i * MacAddress.Size));
        }

        return request.Answer(bytes);
    }

    private static NtStatus AnswerSpeeds(OidRequest request, ulong transmit, ulong receive)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, transmit);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], receive);
        return request.Answer(bytes);
    }

    // NDIS_LINK_STATE: object header, connect and duplex state, two speeds, pause functions, negotiation flags.
    private static NtStatus AnswerLinkState(OidRequest request, LinkState state)
    {
        const uint header = 0x80 | (1 << 8) | (40 << 16);
        Span<byte> bytes = stackalloc byte[40];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, header);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)state.MediaConnectState);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], (uint)state.MediaDuplexState);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], state.XmitLinkSpeed);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], state.RcvLinkSpeed);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[32..], (uint)state.PauseFunctions);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[36..], state.AutoNegotiationFlags);
        return request.Answer(bytes);
    }
}
