namespace NetStackSim.Ndis;

/// <summary>What a miniport driver says about itself when it registers.</summary>
public sealed class MiniportOptions
{
    /// <summary>Service name, for example "netvnic". Required.</summary>
    public required string Name { get; init; }

    /// <summary>NDIS major version the driver is written for.</summary>
    public byte MajorNdisVersion { get; init; } = 6;

    /// <summary>NDIS minor version, for example 85 for 6.85.</summary>
    public byte MinorNdisVersion { get; init; } = 85;

    /// <summary>Major version of the driver.</summary>
    public byte MajorDriverVersion { get; init; } = 1;

    /// <summary>Minor version of the driver.</summary>
    public byte MinorDriverVersion { get; init; }

    /// <summary>The keywords of the driver's INF, with their defaults and limits.</summary>
    public AdapterKeywords Keywords { get; init; } = AdapterKeywords.None;

    /// <summary>NDIS_INTERMEDIATE_DRIVER: the upper edge of a MUX driver.</summary>
    public bool IsIntermediate { get; init; }
}
