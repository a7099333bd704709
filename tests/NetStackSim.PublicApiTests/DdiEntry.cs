namespace NetStackSim.PublicApiTests;

/// <summary>A Windows name and a member that stands for it.</summary>
/// <param name="Name">The routine, callback or structure.</param>
/// <param name="Project">The assembly of the member, without the common prefix.</param>
/// <param name="Member">Type and member.</param>
/// <param name="Irql">The levels at which it may be called; empty when the member does not say.</param>
internal sealed record DdiEntry(string Name, string Project, string Member, string Irql);
