using NetStackSim.Kernel;

namespace NetStackSim.Scenarios;

/// <summary>How a scenario is run. Only the seed changes what happens; the rest watches.</summary>
public sealed class ScenarioContext
{
    /// <summary>The seed of all randomness.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>True checks every hand-over on every host.</summary>
    public bool Verifier { get; init; } = true;

    /// <summary>Where all hosts and wires record their events; null for no trace.</summary>
    public TraceRing? Trace { get; init; }

    /// <summary>Where the frames on the links go as pcapng; null for no capture. Left open.</summary>
    public Stream? Capture { get; init; }

    /// <summary>A look at the live network in the middle of the run; null for none.</summary>
    public ScenarioInspection? Inspection { get; init; }

    /// <summary>Where everything that passes a capture point inside a host goes as pcapng; null for no capture. Left open.</summary>
    public Stream? LayerCapture { get; init; }
}
