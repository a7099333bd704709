namespace NetStackSim.Kernel;

/// <summary>Names the Windows routine, callback or structure that a member stands for. The DDI map of the documentation is generated from it.</summary>
/// <param name="name">The name as in the Windows headers.</param>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
public sealed class WindowsDdiAttribute(string name) : Attribute
{
    /// <summary>The name as in the Windows headers.</summary>
    public string Name { get; } = name;
}
