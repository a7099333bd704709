namespace NetStackSim.Kernel;

/// <summary>A name that stands for another one in the object name space.</summary>
/// <param name="target">The other name, from the root.</param>
public sealed class SymbolicLink(string target)
{
    /// <summary>The name it stands for.</summary>
    public string Target { get; } = target;
}
