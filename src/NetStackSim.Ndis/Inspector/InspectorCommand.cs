namespace NetStackSim.Ndis;

/// <summary>A command that <see cref="NdisInspector.Run"/> knows.</summary>
/// <param name="Name">The word.</param>
/// <param name="Usage">What comes behind it.</param>
/// <param name="Summary">What it shows.</param>
public sealed record InspectorCommand(string Name, string Usage, string Summary);
