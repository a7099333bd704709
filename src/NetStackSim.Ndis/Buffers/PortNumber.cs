namespace NetStackSim.Ndis;

/// <summary>The number of an NDIS port of a miniport adapter. Port 0 always exists.</summary>
/// <param name="Value">The number; 0 is the default port.</param>
public readonly record struct PortNumber(uint Value)
{
    /// <summary>NDIS_DEFAULT_PORT_NUMBER.</summary>
    public static PortNumber Default => default;

    /// <summary>True for port 0.</summary>
    public bool IsDefault => Value == 0;

    /// <inheritdoc/>
    public override string ToString() => $"port {Value}";
}
