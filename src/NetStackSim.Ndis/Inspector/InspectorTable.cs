namespace NetStackSim.Ndis;

/// <summary>Values in rows.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The rows; each has as many values as there are headings.</param>
public sealed record InspectorTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<InspectorValue>> Rows);
