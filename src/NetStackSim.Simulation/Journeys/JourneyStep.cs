using NetStackSim.Kernel;

namespace NetStackSim.Simulation;

/// <summary>One station of a <see cref="Journey"/>.</summary>
/// <param name="Host">The host, or the device between hosts: what stands before the first slash of the component's name.</param>
/// <param name="Component">The component within it.</param>
/// <param name="Event">What happened there.</param>
public sealed record JourneyStep(string Host, string Component, TraceEvent Event)
{
    /// <summary>When, in nanoseconds of virtual time.</summary>
    public long TimeNs => Event.TimeNs;

    /// <summary>What happened.</summary>
    public TraceKind Kind => Event.Kind;

    /// <summary>Bytes there.</summary>
    public int Length => Event.Length;

    /// <summary>Bytes more than at the step before on the same way: what this component added (positive) or took off (negative).</summary>
    public int LengthChange { get; init; }

    /// <summary>Nanoseconds since the first step.</summary>
    public long ElapsedNs { get; init; }
}
