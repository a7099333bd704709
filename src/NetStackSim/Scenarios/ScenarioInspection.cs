namespace NetStackSim.Scenarios;

/// <summary>A look at a running scenario: called once, with everything still standing. It must not change anything.</summary>
public sealed class ScenarioInspection
{
    /// <summary>Makes one.</summary>
    /// <param name="look">What looks; on the loop, between events.</param>
    public ScenarioInspection(Action<SimNetwork> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        Look = look;
    }

    /// <summary>
    /// When, in virtual time since the start; null for the moment that the scenario names. A run that ends before is looked at when its programme has ended.
    /// </summary>
    public TimeSpan? At { get; init; }

    /// <summary>Called once the network is built, before its programme begins, to attach what looks on; null for nothing.</summary>
    public Action<SimNetwork>? Begin { get; init; }

    /// <summary>What looks.</summary>
    public Action<SimNetwork> Look { get; }
}
