namespace NetStackSim.Ndis;

/// <summary>A version of NDIS: the contract that a driver is written for, or that a system has.</summary>
/// <param name="Major">Major version; 6 for every driver that there is here.</param>
/// <param name="Minor">Minor version in hundredths: 20 for 6.20, 85 for 6.85.</param>
public readonly record struct NdisVersion(byte Major, byte Minor) : IComparable<NdisVersion>
{
    /// <summary>Direct requests (Windows 7's predecessor, 6.1).</summary>
    public static NdisVersion Ndis61 => new(6, 1);

    /// <summary>NO_PAUSE_ON_SUSPEND (Windows 8, 6.30).</summary>
    public static NdisVersion Ndis630 => new(6, 30);

    /// <summary>Synchronous requests (Windows 10 1709, 6.80).</summary>
    public static NdisVersion Ndis680 => new(6, 80);

    /// <summary>The newest that the simulator has (Windows 11 24H2, 6.89).</summary>
    public static NdisVersion Newest => new(6, 89);

    /// <summary>True when the left version is older.</summary>
    public static bool operator <(NdisVersion left, NdisVersion right) => left.CompareTo(right) < 0;

    /// <summary>True when the left version is newer.</summary>
    public static bool operator >(NdisVersion left, NdisVersion right) => left.CompareTo(right) > 0;

    /// <summary>True when the left version is not newer.</summary>
    public static bool operator <=(NdisVersion left, NdisVersion right) => left.CompareTo(right) <= 0;

    /// <summary>True when the left version is not older.</summary>
    public static bool operator >=(NdisVersion left, NdisVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(NdisVersion other) => ((Major << 8) | Minor).CompareTo((other.Major << 8) | other.Minor);

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}";
}
