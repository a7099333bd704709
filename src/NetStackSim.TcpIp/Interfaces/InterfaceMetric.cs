namespace NetStackSim.TcpIp;

/// <summary>The automatic interface metric by link speed, as documented for wired interfaces of Windows 10 1607 and later.</summary>
internal static class InterfaceMetric
{
    private const ulong Mega = 1_000_000;

    /// <summary>The metric of the loopback interface.</summary>
    internal const uint Loopback = 75;

    private static readonly (ulong AtLeast, uint Metric)[] Wired =
    [
        (40_000 * Mega, 5),
        (10_000 * Mega, 10),
        (2_000 * Mega, 15),
        (200 * Mega, 25),
        (80 * Mega, 35),
        (20 * Mega, 45),
        (4 * Mega, 55),
        (Mega / 2, 65),
        (0, 75),
    ];

    /// <summary>The metric for a speed.</summary>
    /// <param name="type">IANA interface type.</param>
    /// <param name="speed">Bits a second; 0 when unknown, which counts as one gigabit.</param>
    internal static uint Automatic(ushort type, ulong speed)
    {
        if (type == IpInterface.LoopbackType)
        {
            return Loopback;
        }

        ulong effective = speed == 0 ? 1_000 * Mega : speed;
        foreach ((ulong atLeast, uint metric) in Wired)
        {
            if (effective >= atLeast)
            {
                return metric;
            }
        }

        return Loopback;
    }
}
