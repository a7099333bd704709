using System.Numerics;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Picks the source address for a destination and an outgoing interface (RFC 6724 section 5; Windows uses it for IPv4 too).</summary>
/// <remarks>Rules 1, 2, 3, 6 and 8. Rule 5 holds by construction: the candidates are those of the outgoing interface. There are no care-of and no temporary addresses here (rules 4 and 7).</remarks>
internal static class SourceAddressSelection
{
    private const int LinkLocalScope = 2;
    private const int SiteLocalScope = 5;
    private const int GlobalScope = 14;

    /// <summary>Chooses an address.</summary>
    /// <returns>False when the interface has none of the family.</returns>
    internal static bool TrySelect(in IpAddress destination, IpInterface outgoing, out IpAddress source)
    {
        InterfaceAddress? best = null;
        foreach (InterfaceAddress candidate in outgoing.Addresses)
        {
            if (candidate.IsUsable && !candidate.SkipAsSource && candidate.Address.Family == destination.Family
                && (best is null || IsBetter(candidate, best, destination)))
            {
                best = candidate;
            }
        }

        source = best?.Address ?? default;
        return best is not null;
    }

    /// <summary>The scope of an address (RFC 4291, RFC 6724 section 3.1) on the multicast scale.</summary>
    internal static int Scope(in IpAddress address)
    {
        if (address.IsMulticast)
        {
            return address.IsV6 ? address.MulticastScope : address.IsLinkLocalMulticast ? LinkLocalScope : GlobalScope;
        }

        // RFC 6724 section 3.2: IPv4 auto-configuration and loopback addresses have link-local scope.
        return address.IsLinkLocal || address.IsLoopback ? LinkLocalScope
            : address.IsV6 && address.High >> 54 == 0xFEC0 >> 6 ? SiteLocalScope
            : GlobalScope;
    }

    /// <summary>The label of an address in the default policy table (RFC 6724 section 2.1).</summary>
    internal static int Label(in IpAddress address)
    {
        if (address.IsV4 || address.IsMappedV6)
        {
            return 4;
        }

        return address.IsLoopback ? 0
            : address.High >> 48 == 0x2002 ? 2
            : address.High >> 32 == 0x2001_0000 ? 5
            : address.IsUniqueLocal ? 13
            : address.High == 0 && address.Low >> 32 == 0 ? 3
            : address.High >> 54 == 0xFEC0 >> 6 ? 11
            : address.High >> 48 == 0x3FFE ? 12
            : 1;
    }

    /// <summary>Leading bits that two addresses of one family share.</summary>
    internal static int CommonPrefix(in IpAddress left, in IpAddress right)
    {
        if (left.IsV4)
        {
            return BitOperations.LeadingZeroCount(left.V4Value ^ right.V4Value);
        }

        int high = BitOperations.LeadingZeroCount(left.High ^ right.High);
        return high < 64 ? high : 64 + BitOperations.LeadingZeroCount(left.Low ^ right.Low);
    }

    private static bool IsBetter(InterfaceAddress candidate, InterfaceAddress best, in IpAddress destination)
    {
        // Rule 1: the destination itself.
        if (best.Address == destination || candidate.Address == destination)
        {
            return candidate.Address == destination && best.Address != destination;
        }

        // Rule 2: the smallest scope that reaches.
        int candidateScope = Scope(candidate.Address);
        int bestScope = Scope(best.Address);
        if (candidateScope != bestScope)
        {
            int wanted = Scope(destination);
            return candidateScope < bestScope ? candidateScope >= wanted : bestScope < wanted;
        }

        // Rule 3: no deprecated ones.
        if (candidate.State != best.State)
        {
            return candidate.State == DadState.Preferred;
        }

        // Rule 6: matching label.
        bool candidateLabel = Label(candidate.Address) == Label(destination);
        if (candidateLabel != (Label(best.Address) == Label(destination)))
        {
            return candidateLabel;
        }

        // Rule 8: longest common prefix, counted at most to the prefix length of the source.
        return Common(candidate, destination) > Common(best, destination);
    }

    private static int Common(InterfaceAddress source, in IpAddress destination) =>
        Math.Min(CommonPrefix(source.Address, destination), source.Prefix.Length);
}
