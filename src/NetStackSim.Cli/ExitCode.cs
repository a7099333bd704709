namespace NetStackSim.Cli;

/// <summary>What the tool's exit code says; scripts rely on the numbers.</summary>
internal enum ExitCode
{
    /// <summary>Done; also after a signal or the end of the given duration.</summary>
    Done = 0,

    /// <summary>The run found an error: a leak, an unhandled exception, a failed check.</summary>
    RunFailed = 1,

    /// <summary>Wrong usage.</summary>
    WrongUsage = 2,

    /// <summary>Input was refused; the message names line and element.</summary>
    InputRefused = 3,

    /// <summary>The machine lacks something: root, a device, a writable directory.</summary>
    MachineLacks = 4,
}
