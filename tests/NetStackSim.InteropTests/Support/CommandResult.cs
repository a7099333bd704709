namespace NetStackSim.InteropTests.Support;

/// <summary>How a program ended and what it said.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);
