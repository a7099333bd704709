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

    /// <summary>Revision of the characteristics; handlers that are newer than it are ignored.</summary>
    public byte Revision { get; init; } = RegistrationRules.NewestRevision;

    /// <summary>NDIS_INTERMEDIATE_DRIVER: the upper edge of a MUX driver.</summary>
    public bool IsIntermediate { get; init; }

    /// <summary>NDIS_WDM_DRIVER: the driver talks to its device through another driver's IRPs (USB).</summary>
    public bool IsWdm { get; init; }

    /// <summary>The NDIS version the driver is written for.</summary>
    public NdisVersion Version => new(MajorNdisVersion, MinorNdisVersion);
}
