namespace NetStackSim.Ndis;

/// <summary>A virtual miniport that an intermediate driver asks for (the arguments of NdisIMInitializeDeviceInstanceEx).</summary>
public sealed class DeviceInstanceOptions
{
    /// <summary>Connection name of the virtual miniport, unique in the host, for example "Ethernet.10".</summary>
    public required string Name { get; init; }

    /// <summary>The driver's own context; Initialize finds it in <see cref="MiniportInitializeParameters.ImDeviceInstanceContext"/>.</summary>
    public object? Context { get; init; }

    /// <summary>Advanced-tab keywords of the virtual miniport.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Keywords { get; init; } = [];

    /// <summary>What protocols may bind to it: see <see cref="AdapterOptions.UpperRange"/>.</summary>
    public IReadOnlyList<string> UpperRange { get; init; } = BindingPaths.DefaultRange;
}
