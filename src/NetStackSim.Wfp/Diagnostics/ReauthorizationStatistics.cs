using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>How often flows were authorised anew: by direction of the packet, by family, by protocol, and by reason. One classification may have several reasons.</summary>
/// <param name="Inbound">Caused by a packet that came in.</param>
/// <param name="Outbound">Caused by a packet about to leave.</param>
/// <param name="V4">At the IPv4 layers.</param>
/// <param name="V6">At the IPv6 layers.</param>
/// <param name="Protocols">By protocol: 0 other, then 4 (IPv4 in IP), 41 (IPv6 in IP), 1 (ICMP), 58 (ICMPv6), 17 (UDP), 6 (TCP).</param>
/// <param name="Reasons">By reason, each bit of <see cref="ReauthorizationReasons"/> in rising order.</param>
public sealed record ReauthorizationStatistics(
    long Inbound,
    long Outbound,
    long V4,
    long V6,
    IReadOnlyList<KeyValuePair<byte, long>> Protocols,
    IReadOnlyList<KeyValuePair<ReauthorizationReasons, long>> Reasons)
{
    /// <summary>All together.</summary>
    public long Total => Inbound + Outbound;

    /// <summary>How often one reason was given.</summary>
    /// <param name="reason">One bit.</param>
    /// <returns>The count.</returns>
    public long this[ReauthorizationReasons reason]
    {
        get
        {
            foreach (KeyValuePair<ReauthorizationReasons, long> item in Reasons)
            {
                if (item.Key == reason)
                {
                    return item.Value;
                }
            }

            return 0;
        }
    }
}
