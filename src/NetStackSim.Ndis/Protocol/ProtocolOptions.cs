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
}
