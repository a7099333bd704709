namespace NetStackSim.Ndis;

/// <summary>A part of a page, in the order in which it is shown: facts, table, lines.</summary>
/// <param name="Title">The heading, for example "STATE".</param>
/// <param name="Facts">Named values.</param>
/// <param name="Table">Rows, or null.</param>
/// <param name="Lines">Sentences and dumps.</param>
public sealed record InspectorSection(string Title, IReadOnlyList<InspectorFact> Facts, InspectorTable? Table, IReadOnlyList<string> Lines);
