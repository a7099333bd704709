namespace NetStackSim.Cli.Tests;

/// <summary>A test that asks tshark; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TsharkFactAttribute : FactAttribute
{
    /// <summary>Skips the test without tshark.</summary>
    public TsharkFactAttribute() => Skip = Tshark.Path is null ? "tshark is not installed." : null!;
}
