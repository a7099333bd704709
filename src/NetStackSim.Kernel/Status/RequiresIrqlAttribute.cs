namespace NetStackSim.Kernel;

/// <summary>Documents the levels at which a member may be called (the role of <c>_IRQL_requires_max_</c>). <see cref="Processor.AssertIrqlAtMost"/> checks.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Delegate, Inherited = true)]
public sealed class RequiresIrqlAttribute : Attribute
{
    /// <summary>Highest legal level. <see cref="Irql.High"/> unless set.</summary>
    public Irql Max { get; set; } = Irql.High;

    /// <summary>Lowest legal level. <see cref="Irql.Passive"/> unless set.</summary>
    public Irql Min { get; set; } = Irql.Passive;
}
