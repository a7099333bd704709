using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

// Groups of fragments at the forward layer.
public sealed partial class PacketInjection
{
    private const int MaximumDatagram = 65535;
    private const int FragmentField = 6;
    private const int FragmentOffsetMask = 0x1FFF;
    private const int HeaderScratch = 1280;

    /// <summary>Puts the fragments of a group together into a packet of the driver. IRQL at most Dispatch.</summary>
    /// <param name="group">The chain that IPFORWARD shows with IS_FRAGMENT_GROUP; data starts at the IP headers. Not changed.</param>
    /// <param name="packet">The whole packet, data at its IP header, freed with <see cref="Free"/>: IPv4 options stay, IPv6 extension headers in front of the fragment header go.</param>
    /// <returns>Success; invalid parameter for what is no group of fragments; insufficient resources.</returns>
    [WindowsDdi("FwpsReassembleForwardFragmentGroup0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus ReassembleForwardFragmentGroup(NetBufferList group, out NetBufferList? packet)
    {
        ArgumentNullException.ThrowIfNull(group);
        packet = null;
        if (_engine.Refuses("FwpsReassembleForwardFragmentGroup0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        byte[] whole = new byte[IPv4Header.MaximumSize + MaximumDatagram];
        int headerSize = 0;
        int length = 0;
        FragmentFacts first = default;
        for (NetBufferList? list = group; list is not null; list = list.Next)
        {
            if (!TryReadFragment(list.FirstNetBuffer, out FragmentFacts facts))
            {
                return NtStatus.InvalidParameter;
            }

            int payload = list.FirstNetBuffer.DataLength - facts.PayloadStart;
            if (payload < 0 || facts.Offset + payload > MaximumDatagram)
            {
                return NtStatus.InvalidParameter;
            }

            if (facts.Offset == 0)
            {
                first = facts;
                headerSize = facts.HeaderSize;
                list.FirstNetBuffer.CopyTo(0, whole.AsSpan(IPv4Header.MaximumSize - headerSize, headerSize));
            }

            list.FirstNetBuffer.CopyTo(facts.PayloadStart, whole.AsSpan(IPv4Header.MaximumSize + facts.Offset, payload));
            length = Math.Max(length, facts.Offset + payload);
        }

        if (headerSize == 0)
        {
            return NtStatus.InvalidParameter;
        }

        NtStatus status = Allocate(whole.AsSpan(IPv4Header.MaximumSize - headerSize, headerSize + length), out packet);
        if (packet is not null)
        {
            CopyFacts(group, packet);
            status = IpHeaderBuilder.Build(packet.FirstNetBuffer, headerSize, first.Source, first.Destination, first.Protocol, hopLimit: 0);
        }

        return status;
    }

    private static bool TryReadFragment(NetBuffer buffer, out FragmentFacts facts)
    {
        facts = default;
        Span<byte> scratch = stackalloc byte[HeaderScratch];
        int size = Math.Min(buffer.DataLength, HeaderScratch);
        if (size < IPv4Header.Size || !buffer.TryGetContiguous(size, scratch, out ReadOnlySpan<byte> header))
        {
            return false;
        }

        if (header[0] >> 4 == 4 && IPv4Header.TryParse(header, out IPv4Header v4, out _))
        {
            int offset = (BinaryPrimitives.ReadUInt16BigEndian(header[FragmentField..]) & FragmentOffsetMask) * 8;
            facts = new FragmentFacts(v4.HeaderLength, v4.HeaderLength, offset, v4.Protocol, v4.Source, v4.Destination);
            return true;
        }

        if (header[0] >> 4 != 6 || !IPv6Header.TryParse(header, out IPv6Header v6, out _))
        {
            return false;
        }

        IPv6ExtensionReader extensions = new(header, v6.NextHeader);
        while (extensions.MoveNext())
        {
            if (extensions.Type == IpProtocol.FragmentHeader && IPv6FragmentHeader.TryParse(extensions.Data, out IPv6FragmentHeader fragment))
            {
                facts = new FragmentFacts(
                    IPv6Header.Size, extensions.Offset + IPv6FragmentHeader.Size, fragment.FragmentOffset, fragment.NextHeader, v6.Source, v6.Destination);
                return true;
            }
        }

        return false;
    }

    private readonly record struct FragmentFacts(int HeaderSize, int PayloadStart, int Offset, IpProtocol Protocol, IpAddress Source, IpAddress Destination);
}
