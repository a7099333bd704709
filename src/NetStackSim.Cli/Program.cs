using NetStackSim.Tap;

namespace NetStackSim.Cli;

/// <summary>Entry point of the <c>netstacksim</c> tool.</summary>
internal static class Program
{
    /// <summary>Parses the command line and runs the command that it names.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <returns>The exit code: 0 done, 1 the run found an error, 2 wrong usage, 3 input refused, 4 the machine lacks something.</returns>
    public static int Main(string[] args)
    {
        // Before the console: a run in the background must end at SIGINT as well.
        InheritedSignals.RestoreInterrupt();
        return Tool.Run(args, ToolConsole.ForProcess());
    }
}
