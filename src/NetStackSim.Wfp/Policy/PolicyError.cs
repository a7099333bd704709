namespace NetStackSim.Wfp;

/// <summary>What is wrong with a file that was read, and where.</summary>
/// <param name="Line">The line, from 1; 0 when the error has no place.</param>
/// <param name="Element">The element, such as <c>filters[2].conditions[0].value</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record PolicyError(int Line, string Element, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Message : $"line {Line}, {Element}: {Message}";
}
