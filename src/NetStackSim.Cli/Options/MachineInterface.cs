namespace NetStackSim.Cli.Options;

/// <summary>An interface of the machine that an export comes from.</summary>
/// <param name="Luid">Its LUID.</param>
/// <param name="Epoch">The epoch in which it is not quarantined.</param>
/// <param name="IsV6">The family to which the epoch belongs.</param>
internal sealed record MachineInterface(ulong Luid, ulong Epoch, bool IsV6)
{
    private const int TypeShift = 48;
    private const uint SoftwareLoopback = 24;

    /// <summary>The interface type, which a LUID has in its upper 16 bits.</summary>
    public uint Type => (uint)(Luid >> TypeShift);

    /// <summary>True for the interface of traffic that never leaves the machine.</summary>
    public bool IsLoopback => Type == SoftwareLoopback;
}
