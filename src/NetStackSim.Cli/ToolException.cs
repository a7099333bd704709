namespace NetStackSim.Cli;

/// <summary>Ends a command with an exit code and one line that says what to do.</summary>
internal sealed class ToolException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="message">One line: what happened and what to do.</param>
    public ToolException(ExitCode code, string message)
        : base(message) => Code = code;

    /// <summary>The exit code.</summary>
    public ExitCode Code { get; }
}
