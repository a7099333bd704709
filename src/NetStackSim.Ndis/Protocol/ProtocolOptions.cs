namespace NetStackSim.Ndis;

/// <summary>What a protocol driver says about itself when it registers.</summary>
public sealed class ProtocolOptions
{
    /// <summary>Name, for example "TCPIP". Required.</summary>
    public required string Name { get; init; }

    /// <summary>LowerRange of the driver's INF: it can be bound to adapters whose upper range has one of these words.</summary>
    public IReadOnlyList<string> LowerRange { get; init; } = BindingPaths.DefaultRange;

    /// <summary>False: it is bound only where its path was enabled (<see cref="BindingPaths.Enable"/>), as the notify object of an intermediate driver arranges.</summary>
    public bool BindsByDefault { get; init; } = true;

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

    /// <summary>The NDIS version the driver is written for.</summary>
    public NdisVersion Version => new(MajorNdisVersion, MinorNdisVersion);
}
