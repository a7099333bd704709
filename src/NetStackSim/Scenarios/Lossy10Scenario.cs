using NetStackSim.Simulation;

namespace NetStackSim.Scenarios;

/// <summary>The echo over a line that loses every tenth frame in each direction.</summary>
public sealed class Lossy10Scenario : EchoScenario
{
    /// <inheritdoc/>
    public override string Name => "lossy10";

    /// <inheritdoc/>
    public override string Summary => "200,000 bytes to the echo service and back while 10 % of all frames are lost in each direction.";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(1130);

    /// <inheritdoc/>
    protected override LinkOptions Line => new() { DelayNs = 10_000_000, BitsPerSecond = 100_000_000, Loss = 0.10 };

    /// <inheritdoc/>
    protected override int Bytes => 200_000;
}
