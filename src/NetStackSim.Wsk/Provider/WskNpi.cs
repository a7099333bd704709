namespace NetStackSim.Wsk;

/// <summary>The network programming interface of Winsock Kernel.</summary>
public static class WskNpi
{
    /// <summary><c>NPI_WSK_INTERFACE_ID</c>.</summary>
    public static readonly Guid Id = new("2227E803-8D8B-11D4-ABAD-009027719E09");

    /// <summary>Version 1.0, the one that clients commonly ask for (<c>MAKE_WSK_VERSION(1, 0)</c>).</summary>
    public const ushort Version10 = 0x0100;

    /// <summary>Highest version offered; 1.1 and 1.2 stand for the additions of Windows 7 and 8.</summary>
    public const ushort HighestVersion = 0x0102;

    /// <summary>Lowest version offered.</summary>
    public const ushort LowestVersion = 0x0100;

    /// <summary><c>WSK_NO_WAIT</c>.</summary>
    public const uint NoWait = 0;

    /// <summary><c>WSK_INFINITE_WAIT</c>.</summary>
    public const uint InfiniteWait = 0xFFFFFFFF;

    /// <summary>True for a version that a client may ask for: the same major number, between lowest and highest.</summary>
    /// <param name="version">The version (<c>MAKE_WSK_VERSION</c>: major number in the upper byte).</param>
    /// <returns>False answers NoInterface.</returns>
    public static bool Offers(ushort version) =>
        version is >= LowestVersion and <= HighestVersion && version >> 8 == HighestVersion >> 8;
}
