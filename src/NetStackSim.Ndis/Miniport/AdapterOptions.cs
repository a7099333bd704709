namespace NetStackSim.Ndis;

/// <summary>An adapter to be added: the device, as the bus driver would report it.</summary>
public sealed class AdapterOptions
{
    /// <summary>Connection name, unique in the host, for example "Ethernet".</summary>
    public required string Name { get; init; }

    /// <summary>The hardware (the physical device object's role): whatever the driver expects to find, for example a VirtualNic.</summary>
    public object? Device { get; init; }

    /// <summary>Advanced-tab keywords, for example "*JumboPacket" = "9014". They are written to the registry when the adapter is added, over what it holds.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Keywords { get; init; } = [];

    /// <summary>UpperRange of the driver's INF: protocols whose lower range has one of these words can be bound.</summary>
    public IReadOnlyList<string> UpperRange { get; init; } = BindingPaths.DefaultRange;

    /// <summary>Context of a virtual miniport.</summary>
    internal object? ImDeviceInstanceContext { get; init; }
}
