namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>One row of the catalogue: what is sent, and what must be true then. That the host stays alive and whole is checked for every row.</summary>
/// <param name="Id">The number in the catalogue.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Run">Does it and asserts its own facts.</param>
internal sealed record Attack(string Id, string Name, Action<AttackRig> Run)
{
    public override string ToString() => $"{Id} {Name}";
}
