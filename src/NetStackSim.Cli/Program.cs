using System.CommandLine;

namespace NetStackSim.Cli;

/// <summary>Entry point of the <c>netstacksim</c> tool.</summary>
public static class Program
{
    /// <summary>Parses the command line and runs the command that it names.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <returns>The exit code: 0 done, 1 the run found an error, 2 wrong usage, 3 input refused, 4 the machine lacks something.</returns>
    public static int Main(string[] args)
    {
        var root = new RootCommand("The Windows network stack in one process: simulate it, look into it, talk to it.");
        return root.Parse(args).Invoke();
    }
}
