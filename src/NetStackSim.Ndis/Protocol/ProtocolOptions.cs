namespace NetStackSim.Ndis;

/// <summary>What a protocol driver says about itself when it registers.</summary>
public sealed class ProtocolOptions
{
    /// <summary>Name, for example "TCPIP". Required.</summary>
    public required string Name { get; init; }
}
