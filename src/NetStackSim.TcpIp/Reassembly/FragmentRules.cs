using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The rules that a fragment must obey by itself, before it meets the others.</summary>
internal static class FragmentRules
{
    private const int Unit = 8;
    private const int MaximumEnd = 65535;
    private const int TinyTcp = 16;
    private const int PayloadLengthOffset = 4;
    private const int IncompleteChain = Icmp6Codes.IncompleteHeaderChain;

    /// <summary>Checks one fragment; its data starts at the fragment payload.</summary>
    internal static HeaderProblem Check<TFamily>(NetBufferList fragment, in IpHeaderInfo info)
        where TFamily : struct, IIpFamily
    {
        int length = fragment.FirstNetBuffer.DataLength;
        bool isV6 = TFamily.Family == IpFamily.V6;
        if (length == 0)
        {
            return new HeaderProblem(IpDrops.FragmentEmpty);
        }

        if (info.MoreFragments && length % Unit != 0)
        {
            return isV6
                ? HeaderProblem.Tell(IpDrops.FragmentMisaligned, Icmp6Codes.ErroneousHeader, PayloadLengthOffset)
                : new HeaderProblem(IpDrops.FragmentMisaligned);
        }

        if (info.FragmentOffset + length > MaximumEnd)
        {
            return isV6
                ? HeaderProblem.Tell(IpDrops.FragmentTooLong, Icmp6Codes.ErroneousHeader, info.UnfragmentableSize + 2)
                : new HeaderProblem(IpDrops.FragmentTooLong);
        }

        return isV6 ? CheckFirstV6(fragment, info) : CheckTinyV4(info, length);
    }

    // RFC 1858, RFC 3128: a TCP header must not be split where a filter looks.
    private static HeaderProblem CheckTinyV4(in IpHeaderInfo info, int length)
    {
        bool tiny = info.Protocol == (byte)IpProtocol.Tcp
            && ((info.FragmentOffset == 0 && length < TinyTcp) || info.FragmentOffset == Unit);
        return tiny ? new HeaderProblem(IpDrops.FragmentTiny) : default;
    }

    // RFC 7112: the first fragment holds all headers, the upper-layer one included.
    private static HeaderProblem CheckFirstV6(NetBufferList fragment, in IpHeaderInfo info)
    {
        if (info.FragmentOffset != 0)
        {
            return default;
        }

        Span<byte> scratch = stackalloc byte[IPv6Extensions.MaximumChain];
        int wanted = Math.Min(scratch.Length, fragment.FirstNetBuffer.DataLength);
        fragment.FirstNetBuffer.TryGetContiguous(wanted, scratch, out ReadOnlySpan<byte> data);
        return HasWholeChain(data, info.Protocol) ? default : HeaderProblem.Tell(IpDrops.FragmentChainIncomplete, IncompleteChain, 0);
    }

    private static bool HasWholeChain(ReadOnlySpan<byte> data, byte protocol)
    {
        while (protocol is (byte)IpProtocol.DestinationOptions or (byte)IpProtocol.RoutingHeader)
        {
            int length = data.Length >= 2 ? (data[1] + 1) * Unit : int.MaxValue;
            if (length > data.Length)
            {
                return false;
            }

            protocol = data[0];
            data = data[length..];
        }

        int minimum = (IpProtocol)protocol switch
        {
            IpProtocol.Tcp => 20,
            IpProtocol.Udp => 8,
            IpProtocol.IcmpV6 => 4,
            _ => 0,
        };
        return data.Length >= minimum;
    }
}
