namespace NetStackSim.Kernel;

/// <summary>Why something was dropped: a module and a code in it. Two reasons are equal when module and code are.</summary>
/// <param name="module">One of <see cref="DropModule"/>.</param>
/// <param name="code">Code within the module.</param>
/// <param name="name">Name in reports.</param>
public readonly struct DropReason(ushort module, ushort code, string name) : IEquatable<DropReason>
{
    private readonly string? _name = name;

    /// <summary>One of <see cref="DropModule"/>.</summary>
    public ushort Module { get; } = module;

    /// <summary>Code within the module.</summary>
    public ushort Code { get; } = code;

    /// <summary>Name in reports.</summary>
    public string Name => _name ?? "None";

    /// <summary>Module and code in one number: module in the upper half.</summary>
    public uint Key => ((uint)Module << 16) | Code;

    /// <summary>Name of the module in reports.</summary>
    public string ModuleName => Module switch
    {
        DropModule.Network => "Network",
        DropModule.Transport => "Transport",
        DropModule.General => "General",
        DropModule.Link => "Link",
        DropModule.Nic => "Nic",
        DropModule.Ndis => "Ndis",
        DropModule.FilterDriver => "FilterDriver",
        DropModule.Simulation => "Simulation",
        DropModule.Wsk => "Wsk",
        DropModule.Ethernet => "Ethernet",
        DropModule.Ip => "Ip",
        DropModule.Icmp => "Icmp",
        DropModule.Udp => "Udp",
        DropModule.Tcp => "Tcp",
        _ => $"0x{Module:X}",
    };

    /// <summary>Compares two reasons.</summary>
    /// <param name="left">One reason.</param>
    /// <param name="right">The other reason.</param>
    /// <returns>True when module and code are equal.</returns>
    public static bool operator ==(DropReason left, DropReason right) => left.Key == right.Key;

    /// <summary>Compares two reasons.</summary>
    /// <param name="left">One reason.</param>
    /// <param name="right">The other reason.</param>
    /// <returns>True when module or code differ.</returns>
    public static bool operator !=(DropReason left, DropReason right) => left.Key != right.Key;

    /// <inheritdoc/>
    public bool Equals(DropReason other) => Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DropReason other && other.Key == Key;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Key;

    /// <inheritdoc/>
    public override string ToString() => $"{ModuleName}/{Name}";
}
