namespace NetStackSim.Packets;

/// <summary>The content of a route information option (RFC 4191 section 2.3).</summary>
/// <param name="Prefix">The destination.</param>
/// <param name="Preference">-1 low, 0 medium, 1 high.</param>
/// <param name="Lifetime">Seconds; 0 removes the route, 0xFFFFFFFF is for ever.</param>
public readonly record struct NdRouteInformation(IpPrefix Prefix, int Preference, uint Lifetime)
{
    /// <summary>Turns the two preference bits into -1, 0 or 1; the reserved value counts as 0 (RFC 4191 section 2.1).</summary>
    public static int PreferenceFromWire(int bits) => (bits & 3) switch
    {
        1 => 1,
        3 => -1,
        _ => 0,
    };

    /// <summary>Turns -1, 0 or 1 into the two preference bits.</summary>
    public static int PreferenceToWire(int preference) => preference & 3;
}
