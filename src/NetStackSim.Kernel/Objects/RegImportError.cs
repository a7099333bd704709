namespace NetStackSim.Kernel;

/// <summary>A line of a .reg file that could not be read.</summary>
/// <param name="Line">Number of the line, from 1.</param>
/// <param name="Message">What is wrong with it.</param>
public readonly record struct RegImportError(int Line, string Message);
