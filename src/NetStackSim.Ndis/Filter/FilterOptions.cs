namespace NetStackSim.Ndis;

/// <summary>What a filter driver and its INF file say when it registers.</summary>
public sealed class FilterOptions
{
    /// <summary>Service name, for example "npcap". Required.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public string FriendlyName { get; init; } = string.Empty;

    /// <summary>The GUID string of the INF file (NetCfgInstanceId).</summary>
    public string UniqueName { get; init; } = string.Empty;

    /// <summary>NDIS major version the driver is written for.</summary>
    public byte MajorNdisVersion { get; init; } = 6;

    /// <summary>NDIS minor version, for example 85 for 6.85.</summary>
    public byte MinorNdisVersion { get; init; } = 85;

    /// <summary>Major version of the driver.</summary>
    public byte MajorDriverVersion { get; init; } = 1;

    /// <summary>Minor version of the driver.</summary>
    public byte MinorDriverVersion { get; init; }

    /// <summary>Revision of the characteristics; handlers that are newer than it are ignored.</summary>
    public byte Revision { get; init; } = RegistrationRules.NewestRevision;

    /// <summary>The handlers that the driver registers; null leaves it to what each module implements. Registration fails when they do not go together.</summary>
    public FilterRoles? Roles { get; init; }

    /// <summary>The NDIS version the driver is written for.</summary>
    public NdisVersion Version => new(MajorNdisVersion, MinorNdisVersion);

    /// <summary>Monitoring or modifying.</summary>
    public FilterType Type { get; init; } = FilterType.Modifying;

    /// <summary>Where a modifying filter stands.</summary>
    public FilterClass Class { get; init; } = FilterClass.Custom;

    /// <summary>FilterRunType 1: without it nothing binds.</summary>
    public bool IsMandatory { get; init; }

    /// <summary>NDIS_FILTER_DRIVER_SUPPORTS_CURRENT_MAC_ADDRESS_CHANGE: the address may change under a running module.</summary>
    public bool SupportsCurrentMacAddressChange { get; init; }

    /// <summary>NDIS_FILTER_DRIVER_SUPPORTS_L2_MTU_SIZE_CHANGE: the MTU may change under a running module.</summary>
    public bool SupportsL2MtuSizeChange { get; init; }

    /// <summary>Order within a class, low next to the miniport; equal values stand in the order of registration, the oldest next to the miniport.</summary>
    public int Order { get; init; }
}
