namespace NetStackSim.InteropTests.Support;

/// <summary>As <see cref="InteropFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteropTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test where the machine lacks something.</summary>
    public InteropTheoryAttribute()
    {
        Skip = InteropFactAttribute.WhyNot!;
    }
}
