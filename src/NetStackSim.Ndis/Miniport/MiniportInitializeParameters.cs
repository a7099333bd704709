using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What a miniport finds when an adapter is initialised (NDIS_MINIPORT_INIT_PARAMETERS).</summary>
public sealed class MiniportInitializeParameters
{
    internal MiniportInitializeParameters(AdapterOptions options, AdapterSettings settings, uint ifIndex, ulong netLuid)
    {
        Name = options.Name;
        Device = options.Device;
        ImDeviceInstanceContext = options.ImDeviceInstanceContext;
        Settings = settings;
        IfIndex = ifIndex;
        NetLuid = netLuid;
    }

    /// <summary>Connection name of the adapter.</summary>
    public string Name { get; }

    /// <summary>The hardware, as given to <see cref="NdisRuntime.AddAdapter"/>.</summary>
    public object? Device { get; }

    /// <summary>The configuration of the adapter: its keywords in the registry.</summary>
    public AdapterSettings Settings { get; }

    /// <summary>For a virtual miniport: the context that the intermediate driver gave with <see cref="NdisRuntime.InitializeDeviceInstance"/>; null otherwise.</summary>
    public object? ImDeviceInstanceContext { get; }

    /// <summary>Index of the adapter's interface.</summary>
    public uint IfIndex { get; }

    /// <summary>Locally unique identifier of the adapter's interface.</summary>
    public ulong NetLuid { get; }

    /// <summary>Reads one keyword (NdisReadConfiguration).</summary>
    /// <returns>Its value, or null.</returns>
    public string? FindKeyword(string keyword) => Settings.Read(keyword);
}
