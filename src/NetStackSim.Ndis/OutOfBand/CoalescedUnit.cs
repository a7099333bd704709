using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>Turns a received list into one that can be sent: what a coalesced unit is on the way up is a large send on the way down.</summary>
/// <remarks>
/// Slots 0, 2, 17, 22 and 23 mean one thing on receive and another on send. A filter that sends a received list (or its clone) on without converting them asks the
/// next card for UDP datagrams of as many bytes as the unit had segments; the verifier reports that as <see cref="NdisVerifierRules.DirectionSlots"/>.
/// </remarks>
public static class CoalescedUnit
{
    private const int MaximumHeader = 128;
    private const int TcpChecksumOffset = 16;
    private const int UdpChecksumOffset = 6;

    /// <summary>True when a received list is a unit of several TCP segments or UDP datagrams.</summary>
    public static bool IsCoalesced(NetBufferList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.Coalesce.IsCoalesced || list.UdpCoalesce.SegmentCount > 0;
    }

    /// <summary>Converts the slots of a received list for the send path, and the headers of a coalesced unit with them.</summary>
    /// <param name="list">
    /// A received list, or one with a copy of its slots; one net buffer, data start at the MAC header. The caller must be allowed to write its headers: a list that
    /// is shared or read-only is cloned to memory of its own first. The data space stays as it is.
    /// </param>
    /// <param name="offloads">What the adapter that it will be sent by has on.</param>
    /// <returns>
    /// Success: a unit asks for segmentation, a single packet whose checksum field was not valid asks for the checksum, anything else asks for nothing.
    /// NotSupported: it is a unit, and the adapter cannot cut it; the slots are cleared and the caller must cut it in software. InvalidPacket: the headers are
    /// not those of a unit; the slots are cleared.
    /// </returns>
    /// <remarks>IRQL: at most Dispatch. The size of the pieces is the average of the unit, rounded up: never more than the longest segment that came in.</remarks>
    public static NtStatus ToSend(NetBufferList list, OffloadCapabilities offloads)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(offloads);
        CoalesceInfo tcp = list.Coalesce;
        UdpCoalesceInfo udp = list.UdpCoalesce;
        ReceiveChecksumInfo checksum = list.ReceiveChecksum;
        list.ClearDirectionInfo();
        NetBuffer buffer = list.FirstNetBuffer;
        Span<byte> header = stackalloc byte[MaximumHeader];
        header = header[..buffer.CopyTo(0, header[..Math.Min(MaximumHeader, buffer.DataLength)])];
        bool isUnit = tcp.IsCoalesced || udp.SegmentCount > 0;
        bool parsed = UnitHeaders.TryRead(header, out UnitHeaders unit);
        if (!isUnit)
        {
            if (parsed && unit.IsTcp && (checksum & ReceiveChecksumInfo.TcpChecksumValueInvalid) != 0)
            {
                // The field holds the pseudo header, as a request wants it.
                list.TransmitChecksum = TransmitChecksumInfo.ForTcp(unit.IsIPv4, unit.Transport, (checksum & ReceiveChecksumInfo.IpChecksumValueInvalid) != 0);
            }

            return NtStatus.Success;
        }

        if (!parsed || unit.IsTcp != tcp.IsCoalesced || buffer.DataLength <= unit.HeaderLength)
        {
            return NdisStatus.InvalidPacket;
        }

        int payload = buffer.DataLength - unit.HeaderLength;
        SegmentationCapability capability = CapabilityOf(offloads, unit);
        int size = unit.IsTcp ? (payload + tcp.SegmentCount - 1) / tcp.SegmentCount : udp.SegmentSize;
        if (!capability.IsSupported || payload > capability.MaxOffloadSize)
        {
            return NdisStatus.NotSupported;
        }

        WriteRequest(header, unit);
        buffer.CopyFrom(0, header);
        if (unit.IsTcp)
        {
            list.LargeSend = LargeSendInfo.Version2(size, unit.Transport, !unit.IsIPv4);
        }
        else
        {
            list.UdpSegmentation = new UdpSegmentationInfo(size, unit.Transport, !unit.IsIPv4);
        }

        return NtStatus.Success;
    }

    /// <summary>
    /// True when the slots of a list on the send path are those of a received unit. A request to cut UDP names a header behind the MAC header; a count of segments, in
    /// the same slot, names none.
    /// </summary>
    internal static bool IsUnconverted(NetBufferList list) =>
        (list.Coalesce.IsCoalesced && list.UdpSegmentation.UdpHeaderOffset < EthernetFrame.HeaderLength) || list.UdpCoalesce.SegmentCount > 0;

    private static SegmentationCapability CapabilityOf(OffloadCapabilities offloads, in UnitHeaders unit) => unit.IsTcp
        ? unit.IsIPv4 ? offloads.LargeSendV2IPv4 : offloads.LargeSendV2IPv6
        : unit.IsIPv4 ? offloads.UdpSegmentationIPv4 : offloads.UdpSegmentationIPv6;

    // As a sender leaves them (LSOv2, USO): lengths zero, the pseudo header without length in the transport checksum.
    private static void WriteRequest(Span<byte> frame, in UnitHeaders unit)
    {
        Span<byte> network = frame[unit.Network..];
        ReadOnlySpan<byte> addresses;
        if (unit.IsIPv4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(network[2..], 0);
            BinaryPrimitives.WriteUInt16BigEndian(network[10..], 0);
            addresses = network.Slice(12, 8);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(network[4..], 0);
            addresses = network.Slice(8, 32);
        }

        IpProtocol protocol = unit.IsTcp ? IpProtocol.Tcp : IpProtocol.Udp;
        int field = unit.Transport + (unit.IsTcp ? TcpChecksumOffset : UdpChecksumOffset);
        BinaryPrimitives.WriteUInt16BigEndian(frame[field..], InternetChecksum.Fold(InternetChecksum.Sum(addresses) + (uint)protocol));
        if (!unit.IsTcp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame[(unit.Transport + 4)..], 0);
        }
    }

    /// <summary>Where the headers of a unit are: Ethernet, tags, IP without options or extension headers, TCP or UDP.</summary>
    private readonly record struct UnitHeaders(int Network, int Transport, int HeaderLength, bool IsIPv4, bool IsTcp)
    {
        internal static bool TryRead(ReadOnlySpan<byte> frame, out UnitHeaders unit)
        {
            unit = default;
            int network = EthernetFrame.HeaderLength;
            while (network + 4 <= frame.Length && BinaryPrimitives.ReadUInt16BigEndian(frame[(network - 2)..]) is EtherTypes.Vlan or EtherTypes.ServiceVlan)
            {
                network += 4;
            }

            if (network + IPv4Header.Size > frame.Length)
            {
                return false;
            }

            bool v4 = frame[network] >> 4 == 4;
            int transport = network + (v4 ? IPv4Header.Size : IPv6Header.Size);
            if ((v4 ? frame[network] != 0x45 : frame[network] >> 4 != 6) || transport + 8 > frame.Length)
            {
                return false;
            }

            IpProtocol protocol = (IpProtocol)frame[network + (v4 ? 9 : 6)];
            bool tcp = protocol == IpProtocol.Tcp;
            if ((!tcp && protocol != IpProtocol.Udp) || (tcp && transport + 20 > frame.Length))
            {
                return false;
            }

            int length = transport + (tcp ? (frame[transport + 12] >> 4) * 4 : 8);
            unit = new UnitHeaders(network, transport, length, v4, tcp);
            return length <= frame.Length;
        }
    }
}
