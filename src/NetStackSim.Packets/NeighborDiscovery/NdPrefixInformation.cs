namespace NetStackSim.Packets;

/// <summary>The content of a prefix information option (RFC 4861 section 4.6.2).</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="IsOnLink">L: the prefix can be used for on-link determination.</param>
/// <param name="IsAutonomous">A: the prefix can be used for address configuration.</param>
/// <param name="ValidLifetime">Seconds; 0xFFFFFFFF is for ever.</param>
/// <param name="PreferredLifetime">Seconds; 0xFFFFFFFF is for ever.</param>
public readonly record struct NdPrefixInformation(IpPrefix Prefix, bool IsOnLink, bool IsAutonomous, uint ValidLifetime, uint PreferredLifetime);
