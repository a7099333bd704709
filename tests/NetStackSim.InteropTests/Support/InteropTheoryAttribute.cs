namespace NetStackSim.InteropTests.Support;

/// <summary>As <see cref="InteropFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteropTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test where the machine lacks something.</summary>
    /// <param name="tools">Programs that this test needs besides those of all tests.</param>
    public InteropTheoryAttribute(params string[] tools)
    {
        string? missing = tools.FirstOrDefault(static tool => Shell.Find(tool) is null);
        Skip = InteropFactAttribute.WhyNot ?? (missing is null ? null! : $"The tool '{missing}' is not installed.");
    }
}
