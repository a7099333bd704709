namespace NetStackSim.Ndis;

/// <summary>A named value.</summary>
/// <param name="Name">The label, for example "Ndis API version".</param>
/// <param name="Value">The value.</param>
public sealed record InspectorFact(string Name, InspectorValue Value);
