namespace NetStackSim.Ndis;

/// <summary>One command of the inspector.</summary>
internal abstract class InspectorNoun
{
    /// <summary>The word.</summary>
    public abstract string Name { get; }

    /// <summary>Other words for the same.</summary>
    public virtual IReadOnlyList<string> Aliases => [];

    /// <summary>What comes behind the word.</summary>
    public virtual string Usage => string.Empty;

    /// <summary>What it prints, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>The switches that it knows, without hyphen.</summary>
    public virtual IReadOnlyList<string> Switches => [];

    /// <summary>Looks.</summary>
    /// <exception cref="ArgumentException">The handle names nothing.</exception>
    public abstract void Run(InspectorRequest request, InspectorPageBuilder page);
}
